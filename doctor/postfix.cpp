// doctor/postfix.cpp: one function a check.
#include "doctor/postfix.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "milter/listener.h"
#include "mta/milter_list.h"
#include "mta/program.h"

namespace waybill::doctor {
namespace {

// The day of Postfix 3.12-20260821. Until then its milter client could queue a mail with the old body when the milter
// ended while it replaced it and milter_default_action was accept; faults in memory were mended in June to August 2026.
constexpr std::string_view kFixedSince = "20260821";

bool lets_wait(const std::string& action) { return action == "tempfail" || action == "shutdown"; }

class Postfix {
 public:
  Postfix(const mta::Postfix& postfix, const mta::Wish& wish, const std::string& folder)
      : postfix_(postfix), wish_(wish), folder_(folder), plan_(mta::plan_postfix(postfix, wish)) {}

  Findings run() && {
    check_version();
    check_milters_off();
    check_chroot();
    if (plan_.problems.empty()) check_plan();
    for (const char* list : {"smtpd_milters", "non_smtpd_milters"}) check_own_settings(list);
    for (const mta::Service& service : postfix_.services) check_service(service);
    check_queue_ids();
    if (plan_.problems.empty()) add_fine();
    return std::move(out_);
  }

  Finding run_reinject(const std::optional<base::Error>& refused) && {
    const std::string& server = wish_.reinject;
    if (!refused) return {Check::ReinjectPort, Severity::Ok, "an SMTP server answers at " + server};
    Finding out{Check::ReinjectPort, Severity::Error, fmt::format("no SMTP server at {}: {}", server, refused->text),
                "Copies for recipients with other results go there; without it such mail waits",
                "postfix start || " + reload()};
    std::vector<std::vector<std::string>> postconfs;
    for (const mta::PostfixPlan::Step& step : plan_.steps) {
      if (step.change.need == mta::Need::Port) postconfs.push_back(step.change.arguments);
    }
    if (postconfs.empty()) return out;
    out.what = "master.cf has no service " + server + ", the port for copies";
    out.fix = commands(postconfs);
    return out;
  }

 private:
  void add(Check check, Severity severity, std::string what, std::string why = {}, std::string fix = {}) {
    out_.push_back({check, severity, std::move(what), std::move(why), std::move(fix)});
  }

  std::string commands(const std::vector<std::vector<std::string>>& postconfs) const {
    std::string out;
    for (const auto& arguments : postconfs) out += mta::shell_form(mta::postconf(folder_, arguments)) + '\n';
    return out + reload();
  }

  std::string reload() const { return "postfix" + (folder_.empty() ? "" : " -c " + folder_) + " reload"; }

  std::string set(const std::string& parameter, const std::string& value) const {
    return commands({{"-e", parameter + " = " + value}});
  }

  void check_version() {
    const std::string version = "Postfix " + postfix_.value("mail_version");
    const std::string day = postfix_.value("mail_release_date");
    if (day.empty() || day >= kFixedSince) return add(Check::MtaVersion, Severity::Ok, version);
    const std::string what = fmt::format("{} of {} is older than the fixes of its milter client", version, day);
    if (postfix_.value("milter_default_action") == "accept") {
      return add(
          Check::MtaVersion, Severity::Error, what + ", and milter_default_action is accept",
          "A mail whose milter ends while it replaces the body is queued with the old body. tempfail has it wait",
          set("milter_default_action", "tempfail"));
    }
    add(Check::MtaVersion, Severity::Warning, what,
        "Faults in memory were mended from June to August 2026, in 3.12-20260821. Whether your distribution has "
        "carried "
        "the fixes over, its changelog tells; then --ignore mta-version",
        "apt update && apt install postfix");
  }

  void check_milters_off() {
    const std::string options = postfix_.value("receive_override_options");
    if (options.find("no_milters") == std::string::npos) return;
    add(Check::MiltersOff, Severity::Error, "receive_override_options = " + options + " switches all milters off",
        "It belongs to single services of master.cf: to the port behind a content filter",
        commands({{"-X", "receive_override_options"}}));
  }

  void check_chroot() {
    for (const std::string& problem : plan_.problems) {
      const std::size_t line = problem.find('\n');
      add(Check::Chroot, Severity::Error, problem.substr(0, line), "For them nobody listens there",
          problem.substr(std::min(line, problem.size() - 1) + 1));
    }
  }

  void check_plan() {
    for (const mta::PostfixPlan::Step& step : plan_.steps) {
      if (step.change.need == mta::Need::Port) continue;  // run_reinject()
      auto [check, severity, what] = fault_of(step);
      add(check, severity, std::move(what), step.why, commands({step.change.arguments}));
    }
    for (const std::string& note : plan_.notes) add(Check::ServiceMilters, Severity::Ok, note);
  }

  void add_fine() {
    for (const auto& [check, what] : fine()) {
      const auto same = [check = check](const Finding& finding) { return finding.check == check; };
      if (std::none_of(out_.begin(), out_.end(), same)) add(check, Severity::Ok, what);
    }
  }

  struct Fault {
    Check check;
    Severity severity;
    std::string what;
  };

  Fault fault_of(const mta::PostfixPlan::Step& step) const {
    // "smtpd_milters = ..." or "submission/inet/smtpd_milters=..."
    const std::string& argument = step.change.arguments.back();
    const std::string subject = argument.substr(0, argument.find_first_of(" ="));
    const std::string milter = mta::address_of(postfix_, wish_);
    switch (step.change.need) {
      case mta::Need::SmtpMilters:
        return {Check::SmtpdMilters, Severity::Error, subject + " does not name " + milter};
      case mta::Need::LocalMilters:
        return {Check::NonSmtpdMilters, Severity::Error, subject + " does not name " + milter};
      case mta::Need::ServiceMilters:
        return {Check::ServiceMilters, Severity::Warning, subject + " does not name " + milter};
      case mta::Need::Order:
        return {Check::MilterOrder, Severity::Warning, "in " + subject + " other milters come before Waybill"};
      case mta::Need::DefaultAction:
        return {Check::DefaultAction, Severity::Warning, as_it_is(subject)};
      case mta::Need::Protocol:
        return {Check::MilterProtocol, Severity::Error, as_it_is(subject)};
      case mta::Need::Timeout:
        return {Check::MilterTimeout, Severity::Warning, as_it_is(subject)};
      case mta::Need::Port:
        break;
    }
    return {Check::ReinjectPort, Severity::Error, subject};
  }

  std::string as_it_is(const std::string& parameter) const { return parameter + " is " + postfix_.value(parameter); }

  std::vector<std::pair<Check, std::string>> fine() const {
    return {{Check::MiltersOff, "main.cf does not switch milters off"},
            {Check::Chroot, "no chroot hides the socket"},
            {Check::SmtpdMilters, "smtpd_milters names Waybill"},
            {Check::NonSmtpdMilters, "non_smtpd_milters names Waybill"},
            {Check::MilterOrder, "no milter comes before Waybill"},
            {Check::ServiceMilters, "no service has milters of its own"},
            {Check::DefaultAction, as_it_is("milter_default_action")},
            {Check::MilterProtocol, as_it_is("milter_protocol")},
            {Check::MilterTimeout, as_it_is("milter_content_timeout")}};
  }

  // { ADDRESS, default_action=accept } counts more than milter_default_action.
  void check_own_settings(const std::string& list) {
    std::vector<mta::Milter> milters = mta::read_milters(postfix_.value(list));
    const std::string address = mta::address_of(postfix_, wish_);
    for (mta::Milter& milter : milters) {
      if (milter.address != address && milter.address != wish_.milter) continue;
      const std::string before = milter.text;
      const std::string action = milter.settings["default_action"];
      const std::string time = milter.settings["content_timeout"];
      milter.text = milter.address;
      const std::string fix = set(list, mta::write_milters(milters));
      if (!action.empty() && !lets_wait(action)) {
        add(Check::DefaultAction, Severity::Warning,
            fmt::format("in {} Waybill has a setting of its own: {}", list, before),
            "While Waybill is down, " + action + " lets mail pass or drops it", fix);
      }
      if (!time.empty() && mta::read_interval(time) < wish_.patience) {
        add(Check::MilterTimeout, Severity::Warning,
            fmt::format("in {} Waybill has a setting of its own: {}", list, before),
            "Directory and copies may take longer", fix);
      }
    }
  }

  void check_service(const mta::Service& service) {
    const auto own = service.overrides.find("milter_default_action");
    if (own == service.overrides.end() || lets_wait(own->second)) return;
    add(Check::DefaultAction, Severity::Warning, service.name + " has -o milter_default_action=" + own->second,
        "While Waybill is down, " + own->second + " lets mail pass or drops it",
        commands({{"-P", service.name + "/milter_default_action=tempfail"}}));
  }

  void check_queue_ids() {
    if (postfix_.value("enable_long_queue_ids") == "yes") {
      return add(Check::QueueIds, Severity::Ok, "queue ids are long");
    }
    add(Check::QueueIds, Severity::Warning, "enable_long_queue_ids is off: queue ids are used again",
        "One id then stands for several mails in the logs, and what became of a mail cannot be told for sure",
        set("enable_long_queue_ids", "yes"));
  }

  const mta::Postfix& postfix_;
  const mta::Wish& wish_;
  const std::string& folder_;
  const mta::PostfixPlan plan_;
  Findings out_;
};

}  // namespace

mta::Wish wish_of(const config::Settings& settings) {
  // Directory and port are asked one after the other; attachments and our own work come on top.
  constexpr std::chrono::seconds kOwnWork(60);
  const auto asked = settings.directory_timeout() + settings.delivery.timeout;
  const auto& trusted = settings.organization.trusted_networks;
  const bool trusts_loopback =
      std::any_of(trusted.begin(), trusted.end(), [](const auto& network) { return network.contains("127.0.0.1"); });
  return {milter::postfix_form(settings.milter.socket), settings.delivery.reinject,
          kOwnWork + std::chrono::ceil<std::chrono::seconds>(asked), trusts_loopback};
}

Findings check_postfix(const mta::Postfix& postfix, const mta::Wish& wish, const std::string& folder) {
  return Postfix(postfix, wish, folder).run();
}

Finding check_reinject(const mta::Postfix& postfix, const mta::Wish& wish, const std::string& folder,
                       const std::optional<base::Error>& refused) {
  return Postfix(postfix, wish, folder).run_reinject(refused);
}

}  // namespace waybill::doctor
