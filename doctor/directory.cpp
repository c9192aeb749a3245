// doctor/directory.cpp: from the step at which a connection ended to the cause.
#include "doctor/directory.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/timex.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "doctor/certificate.h"
#include "ldap/schema.h"
#include "mta/program.h"

namespace waybill::doctor {
namespace {

using ldap::Examination;
using ldap::Stage;

constexpr std::int64_t kMostDrift = 60;  // seconds
constexpr std::int64_t kDay = 24 * 3600;
constexpr std::int64_t kSoon = 30 * kDay;

constexpr const char* kNobody =
    "Rules that ask the directory see Unknown (RuleErrorAction), and signatures have no names to put in";

std::string to_date(std::int64_t time) { return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(time)); }

bool drifts(const Examination& server) { return server.ahead && std::llabs(*server.ahead) > kMostDrift; }

class Servers {
 public:
  Servers(const ldap::Options& options, const std::vector<Examination>& servers, const Time& time)
      : options_(options), servers_(servers), time_(time) {
    const auto works = [](const Examination& server) { return server.stage == Stage::Done; };
    const auto agrees = [](const Examination& server) { return server.ahead && !drifts(server); };
    if (std::any_of(servers.begin(), servers.end(), works)) severity_ = Severity::Warning;
    // Two clocks that agree outvote a third.
    is_right_ = time.is_kept || std::any_of(servers.begin(), servers.end(), agrees);
  }

  Findings run() && {
    for (const Examination& server : servers_) check(server);
    for (const auto& [check, what] : fine()) {
      const auto same = [check = check](const Finding& finding) { return finding.check == check; };
      if (std::none_of(out_.begin(), out_.end(), same)) out_.push_back({check, Severity::Ok, what});
    }
    check_clocks();
    return std::move(out_);
  }

 private:
  void add(Check check, Severity severity, std::string what, std::string why, std::string fix) {
    out_.push_back({check, severity, std::move(what), std::move(why), std::move(fix)});
  }

  void check(const Examination& server) {
    switch (server.stage) {
      case Stage::Reach:
        return add(Check::Directory, severity_, server.uri + ": " + server.error, kNobody,
                   "# on that host\nsystemctl status slapd");
      case Stage::Secure:
        return explain_tls(server);
      case Stage::Login:
        return add(Check::Login, severity_, server.error, kNobody, fix_of_login(server));
      case Stage::Search:
        return add(Check::SearchBase, severity_, server.uri + ": " + server.error, kNobody,
                   mta::shell_form({"ldapsearch", "-x", "-H", server.uri, "-s", "base", "-b", "", "namingContexts"}));
      case Stage::Done:
        return check_end(server);
    }
  }

  std::string show_identity(const Examination& server) const {
    std::vector<std::string> command = {"runuser", "-u", "waybill", "--"};
    if (!options_.cert_file.empty()) {
      command.insert(command.end(), {"env", "LDAPTLS_CERT=" + options_.cert_file, "LDAPTLS_KEY=" + options_.key_file});
    }
    command.insert(command.end(), {"ldapwhoami", "-Y", "EXTERNAL", "-H", server.uri});
    if (options_.start_tls) command.emplace_back("-ZZ");
    return mta::shell_form(command) + "\n# and have the server know that name (authz-regexp of slapd)";
  }

  std::string fix_of_login(const Examination& server) const {
    if (options_.sasl_external) return show_identity(server);
    if (options_.bind_dn.empty()) return "# in waybill.toml, [directory]: bind_dn and password_file";
    if (server.error.starts_with(options_.password_file + ':')) {
      return mta::shell_form({"install", "-m", "0640", "-g", "waybill", "/dev/null", options_.password_file}) +
             "\n# and write the password into it";
    }
    return mta::shell_form({"ldapwhoami", "-x", "-W", "-H", server.uri, "-D", options_.bind_dn}) +
           "\n# and write the password that it takes into " + options_.password_file;
  }

  // The clock that is right, as far as anybody can tell.
  std::int64_t true_time(const Examination& server) const {
    return time_.now + (is_right_ ? 0 : server.ahead.value_or(0));
  }

  static bool is_valid(const Certificate& certificate, std::int64_t now) {
    return certificate.begins <= now && now <= certificate.ends;
  }

  void explain_tls(const Examination& server) {
    const auto certificate = read_certificate(server.certificate, server.name);
    if (!certificate) return add(Check::Certificate, severity_, server.error, kNobody, show_certificates(server));
    const std::int64_t now = true_time(server);
    const std::string whose = server.uri + ": its certificate ";
    if (!is_valid(*certificate, now)) {
      const bool early = certificate->begins > now;
      return add(Check::Certificate, severity_,
                 whose + (early ? "is not valid before " + to_date(certificate->begins)
                                : "has expired on " + to_date(certificate->ends)),
                 kNobody, "# on that host: renew the certificate " + certificate->subject);
    }
    if (!is_valid(*certificate, time_.now)) {  // check_clocks() tells
      clock_breaks_tls_ = true;
    } else if (!certificate->is_for_host) {
      const std::string of =
          server.name == server.host ? "" : ", this host's name, which " + server.host + " stands for";
      add(Check::Certificate, severity_, whose + "is for " + certificate->names + ", not for " + server.name + of,
          kNobody,
          "# in waybill.toml, [directory] uris: the name that the certificate has\n" + show_certificates(server));
    } else {
      const std::string by = options_.ca_file.empty() ? "the system's authorities" : options_.ca_file;
      add(Check::Certificate, severity_, whose + "is signed by " + certificate->issuer + ", which is none of " + by,
          kNobody, "# in waybill.toml, [directory] ca_file: the certificate of " + certificate->issuer);
    }
  }

  std::string show_certificates(const Examination& server) const {
    const std::string host = server.host.find(':') == std::string::npos ? server.host : '[' + server.host + ']';
    return fmt::format("openssl s_client -showcerts{} -connect {}:{} </dev/null",
                       options_.start_tls ? " -starttls ldap" : "", host, server.port);
  }

  void check_end(const Examination& server) {
    const auto certificate = read_certificate(server.certificate, server.name);
    const std::int64_t now = true_time(server);
    if (!certificate || certificate->ends - now >= kSoon) return;
    add(Check::Certificate, Severity::Warning,
        fmt::format("{}: its certificate ends on {}, in {} days", server.uri, to_date(certificate->ends),
                    std::max<std::int64_t>(certificate->ends - now, 0) / kDay),
        "From then on nobody can be looked up there", "# on that host: renew the certificate " + certificate->subject);
  }

  void check_clocks() {
    const auto told = std::find_if(servers_.begin(), servers_.end(), [](const auto& s) { return s.ahead.has_value(); });
    const Severity severity = clock_breaks_tls_ ? Severity::Error : Severity::Warning;
    const auto off = std::find_if(servers_.begin(), servers_.end(), drifts);
    if (told == servers_.end()) {
      out_.push_back({Check::Clock, Severity::Ok, "no directory server tells its time: not compared"});
    } else if (off == servers_.end()) {
      out_.push_back({Check::Clock, Severity::Ok, "the clocks of this host and of the directory agree"});
    } else if (!is_right_) {
      add(Check::Clock, severity,
          fmt::format("this host's clock is {} s {} that of {}, and follows no time server", std::llabs(*off->ahead),
                      *off->ahead > 0 ? "behind" : "ahead of", off->uri),
          "Certificates count as expired or not yet valid, dates in rules and signatures are wrong",
          "timedatectl set-ntp true");
    } else {
      for (const Examination& server : servers_) {
        if (drifts(server)) blame(server);
      }
    }
  }

  void blame(const Examination& server) {
    add(Check::Clock, Severity::Warning,
        fmt::format("the clock of {} is {} s {} this host's, which is right", server.uri, std::llabs(*server.ahead),
                    *server.ahead > 0 ? "ahead of" : "behind"),
        "It may refuse logins, and find certificates invalid that are not", "# on that host\ntimedatectl set-ntp true");
  }

  std::vector<std::pair<Check, std::string>> fine() const {
    if (severity_ == Severity::Error) return {};
    std::vector<std::pair<Check, std::string>> out = {{Check::Directory, "the directory answers"},
                                                      {Check::Login, "the directory takes the login"},
                                                      {Check::SearchBase, options_.base + " is there"}};
    const auto shows = [](const Examination& server) { return !server.certificate.empty(); };
    if (std::any_of(servers_.begin(), servers_.end(), shows)) {
      out.emplace_back(Check::Certificate, "the servers' certificates are trusted, and last 30 days or more");
    }
    return out;
  }

  const ldap::Options& options_;
  const std::vector<Examination>& servers_;
  const Time& time_;
  Severity severity_ = Severity::Error;  // of a server that does not work
  bool is_right_ = false;                // our clock
  bool clock_breaks_tls_ = false;
  Findings out_;
};

}  // namespace

Findings check_servers(const ldap::Options& options, const std::vector<Examination>& servers, const Time& time) {
  return Servers(options, servers, time).run();
}

Finding check_people(const ldap::Options& options, const base::Result<std::vector<bool>>& present) {
  const std::string& where = options.kind == ldap::Kind::Ldif ? options.file : options.base;
  if (!present) {
    return {Check::People, Severity::Unknown, "the directory could not be asked: " + present.error().text,
            "Whether it shows anybody was not seen"};
  }
  if (std::find(present->begin(), present->end(), true) != present->end()) {
    return {Check::People, Severity::Ok, where + " has people with addresses"};
  }
  return {Check::People, Severity::Warning,
          fmt::format("nobody in {} has an address that can be read ({})", where,
                      fmt::join(ldap::kAddressAttributes, ", ")),
          "Nobody is found by these, so everybody is a stranger; the login may lack the right to read them",
          "# in the access rules of the directory: let the login read these attributes"};
}

Time look_at_clock() {
  timex state = {};
  const int answer = adjtimex(&state);
  const bool kept = answer >= 0 && answer != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
  return {std::time(nullptr), kept};
}

}  // namespace waybill::doctor
