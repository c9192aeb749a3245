// doctor/examine.cpp: what is asked, in which order.
#include "doctor/examine.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "config/build_policy.h"
#include "doctor/account.h"
#include "doctor/configuration.h"
#include "doctor/directory.h"
#include "doctor/files.h"
#include "doctor/listener.h"
#include "doctor/log.h"
#include "doctor/milter_probe.h"
#include "doctor/path.h"
#include "doctor/postfix.h"
#include "doctor/rules.h"
#include "doctor/test_mail.h"
#include "ldap/make_directory.h"
#include "ldap/presence.h"
#include "ldap/schema.h"
#include "mta/program.h"
#include "net/endpoint.h"
#include "smtp/connection.h"
#include "store/answers_file.h"
#include "store/delivered.h"
#include "store/seen_file.h"
#include "store/tracking_file.h"

namespace waybill::doctor {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 5s;
constexpr const char* kOwnAccount = "waybill";  // packaging/systemd/waybill.sysusers

class Examination {
 public:
  Examination(const Options& options, const config::Configuration& configuration)
      : options_(options),
        configuration_(configuration),
        settings_(configuration.settings),
        wish_(wish_of(settings_)) {}

  Findings run() && {
    look_at_daemon();
    look_at_postfix();
    look_at_files();
    look_at_kept();
    look_at_disks();
    if (!options_.test_recipient.empty()) send_mail();
    look_at_directory();  // the last one: its workers are threads
    return std::move(out_);
  }

 private:
  void add(Finding finding) { out_.push_back(std::move(finding)); }

  // Who runs waybilld: the one who listens, else the account that the package makes.
  void look_at_daemon() {
    const Probe probe = probe_milter(settings_.milter.socket, kPatience);
    add(check_daemon(settings_.milter.socket, probe));
    daemon_answers_ = probe.step == Probe::Step::Done;
    daemon_user_ = probe.peer ? find_account(*probe.peer) : find_account(kOwnAccount);
  }

  void look_at_postfix() {
    auto postfix = mta::read_postfix(options_.mta_config);
    if (!postfix) {
      const bool is_missing = postfix.error().kind == base::ErrorKind::NotFound;
      return add({Check::Mta, Severity::Unknown,
                  is_missing ? "there is no Postfix here (no postconf in PATH)" : postfix.error().text,
                  is_missing ? "Settings of Sendmail are looked at by its setup" : "Nothing of it was looked at",
                  is_missing ? "waybill setup sendmail" : "postfix check"});
    }
    postfix_ = std::move(*postfix);
    add({Check::Mta, Severity::Ok, "Postfix " + postfix_->value("mail_version")});
    append(out_, check_postfix(*postfix_, wish_, options_.mta_config));
    if (daemon_answers_) look_at_socket(postfix_->value("mail_owner"));
    if (!wish_.reinject.empty()) look_at_port();
    look_at_log();
  }

  // An inet socket lets everybody in.
  void look_at_socket(const std::string& mta_user) {
    const std::string& socket = settings_.milter.socket;
    const auto user = find_account(mta_user);
    if (!wish_.milter.starts_with("unix:") || !user) return;
    const auto line = attempt_as(*user, [&] { return to_line(probe_milter(socket, kPatience)); });
    const auto probe = line ? std::optional<Probe>(from_line(*line)) : std::nullopt;
    add(check_socket(socket, *user, probe, look_at_way(wish_.milter.substr(wish_.milter.find(':') + 1))));
  }

  void look_at_port() {
    const auto endpoint = net::parse_endpoint(wish_.reinject);
    std::optional<base::Error> refused;
    if (endpoint) {
      const auto greeted =
          smtp::Connection::open(*endpoint, "localhost", std::chrono::steady_clock::now() + settings_.delivery.timeout);
      if (!greeted) refused = greeted.error();
    }
    add(check_reinject(*postfix_, wish_, options_.mta_config, refused));
  }

  void look_at_log() {
    const Log log = find_log(*postfix_);
    std::optional<bool> readable;
    if (daemon_user_ && log.is_there) {
      const auto tried = attempt_as(*daemon_user_, [&] { return access_error(log.path, R_OK); });
      if (tried) readable = *tried == "0";
    }
    add(check_log(log, daemon_user_ ? &*daemon_user_ : nullptr, readable));
    if (log.is_there && !configuration_.policy->hub.empty()) add(check_proofs(log, settings_.dedupe.log));
  }

  // errno as text; "0" is fine. For whom we are at the moment, not for whom we were.
  static std::string access_error(const std::string& path, int mode) {
    return std::to_string(faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) == 0 ? 0 : errno);
  }

  void look_at_files() {
    std::vector<FileMode> modes;
    const std::vector<NamedFile> files = list_files(options_.config, configuration_);
    for (const NamedFile& file : files) {
      const Way way = look_at_way(std::filesystem::absolute(file.path).string());
      if (!way.empty()) modes.push_back({file, way.back()});
    }
    append(out_, check_modes(modes));
    if (!daemon_user_) return;
    const auto tried = attempt_as(*daemon_user_, [&] {
      std::string out;
      for (const NamedFile& file : files) out += access_error(file.path, R_OK) + ' ';
      return out;
    });
    if (!tried) return add(not_tried(Check::ReadableFiles));
    std::istringstream errors(*tried);
    std::vector<Opened> opened;
    for (const NamedFile& file : files) {
      opened.push_back({file.path, 0, look_at_way(std::filesystem::absolute(file.path).string())});
      errors >> opened.back().error;
    }
    append(out_, check_readable(*daemon_user_, opened));
  }

  Finding not_tried(Check check) const {
    return {check, Severity::Unknown, "what the user " + daemon_user_->name + " may do was not tried",
            "Only root can try it as another user", "sudo waybill doctor"};
  }

  // Each file that is in use, and how it is read through.
  struct Examined {
    Kept kept;
    std::function<std::optional<base::Error>()> examine;
  };

  std::vector<Examined> list_kept() const {
    std::vector<Examined> out;
    const store::DeliveredOptions& memory = settings_.delivery.memory;
    const store::SeenOptions& seen = settings_.dedupe.seen;
    const store::TrackingOptions& tracking = settings_.tracking;
    const store::AnswersOptions cache{settings_.directory.cache_file};
    if (!wish_.reinject.empty()) {
      out.push_back({{Check::Memory, Severity::Error, memory.path,
                      "A mail that needs copies waits: they could not be remembered"},
                     [memory] { return store::Delivered::examine(memory); }});
    }
    if (!configuration_.policy->hub.empty() && !settings_.dedupe.is_in_redis) {
      out.push_back({{Check::Seen, Severity::Warning, seen.path, "Duplicates pass meanwhile"},
                     [seen] { return store::SeenFile::examine(seen); }});
    }
    if (tracking.enabled) {
      out.push_back({{Check::Tracking, Severity::Warning, tracking.path, "What became of mails is lost meanwhile"},
                     [tracking] { return store::TrackingFile::examine(tracking); }});
    }
    if (settings_.directory.kind == ldap::Kind::Ldap && !cache.path.empty()) {
      out.push_back(
          {{Check::Cache, Severity::Warning, cache.path, "A restart in an outage leaves nothing to sign with"},
           [cache] { return store::AnswersFile::examine(cache); }});
    }
    return out;
  }

  void look_at_kept() {
    if (!daemon_user_) return;
    for (const auto& [kept, examine] : list_kept()) look_at(kept, examine);
  }

  void look_at(const Kept& kept, const std::function<std::optional<base::Error>()>& examine) {
    const std::string folder = std::filesystem::path(kept.path).parent_path().string();
    const auto tried = attempt_as(*daemon_user_, [&] {
      if (access_error(folder, W_OK | X_OK) != "0") return kept.path + ": its folder cannot be written";
      if (access_error(kept.path, F_OK) != "0") return std::string();  // waybilld makes it when it starts
      const auto fault = examine();
      return fault ? fault->text : std::string();
    });
    if (!tried) return add(not_tried(kept.check));
    const auto fault = tried->empty() ? std::nullopt : std::optional<std::string>(*tried);
    add(check_kept(kept, *daemon_user_, fault, look_at_way(folder)));
  }

  void look_at_disks() {
    std::vector<Room> rooms;
    look_at_room("/var/tmp", "large mails under way", rooms);
    if (!wish_.reinject.empty()) {
      look_at_room(std::filesystem::path(settings_.delivery.memory.path).parent_path().string(), "delivery.memory",
                   rooms);
    }
    if (postfix_) look_at_room(postfix_->value("queue_directory"), "the queue of Postfix", rooms);
    append(out_, check_disk(rooms));
  }

  void send_mail() {
    const auto& domains = settings_.organization.domains;
    const TestMail mail{options_.test_recipient, "postmaster@" + (domains.empty() ? "localhost" : domains.front()),
                        options_.smtp_server, options_.log};
    const auto reply = send_test_mail(mail);
    const bool accepted = reply && message::is_accepted(*reply);
    add(check_test_mail(mail, reply, accepted ? find_line(message::queue_id_in(*reply), mail.log) : LogLine()));
  }

  void look_at_directory() {
    const Named named = named_in(*configuration_.policy);
    const std::vector<ldap::Options> directories = settings_.directories();
    if (directories.empty()) return miss_directory(named);
    std::size_t working = 0;
    for (const ldap::Options& one : directories) working += works(one) ? 1 : 0;
    if (working < directories.size()) return;  // the others may have what is missed here
    ldap::Caches caches;
    auto directory = ldap::make_directories(directories, settings_.attributes.ldap_attributes(), caches);
    if (!directory) {
      const base::Place place = directory.error().place.value_or(base::Place());
      return add({Check::Directory, Severity::Error, base::to_string(directory.error()),
                  "waybilld does not start with it",
                  place.file.empty() ? "" : mta::shell_form({"editor", '+' + std::to_string(place.line), place.file})});
    }
    for (const ldap::Options& one : directories) {
      if (one.kind == ldap::Kind::Ldif) add({Check::Directory, Severity::Ok, one.file + " can be read"});
      add(check_people(one,
                       ldap::find_present(one, {ldap::kAddressAttributes.begin(), ldap::kAddressAttributes.end()})));
    }
    append(out_, check_groups(named, ask(**directory, group_questions(named))));
    append(out_, check_members(named, find_hidden(named, directories)));
    append(out_, check_addresses(named, ask(**directory, address_questions(named))));
    append(out_, check_tokens(named, find_values(named, directories)));
  }

  void miss_directory(const Named& named) {
    const bool is_missed = !named.groups.empty() || !named.tokens.empty();
    add({Check::Directory, is_missed ? Severity::Error : Severity::Ok,
         is_missed ? "rules name groups or tokens, and there is no directory" : "no rule needs a directory",
         is_missed ? "Nobody is a member of a group then, and tokens are empty" : "",
         is_missed ? "# in waybill.toml: [directory] kind = \"ldap\" or \"ldif\"" : ""});
  }

  // Whether there is somebody to ask; a file is read later.
  bool works(const ldap::Options& directory) {
    if (directory.kind == ldap::Kind::Ldif) return true;
    const Time time = look_at_clock();
    std::vector<ldap::Examination> servers;
    for (const std::string& uri : directory.uris) servers.push_back(ldap::examine(directory, uri));
    append(out_, check_servers(directory, servers, time));
    return std::any_of(servers.begin(), servers.end(), [](const auto& s) { return s.stage == ldap::Stage::Done; });
  }

  std::vector<message::Fact> ask(engine::Directory& directory, const std::vector<message::Query>& questions) const {
    std::vector<message::Fact> out;
    for (const message::Query& question : questions) {
      const auto deadline = std::chrono::steady_clock::now() + settings_.directory_timeout();
      out.push_back(directory.ask({question}, deadline).front());
    }
    return out;
  }

  static base::Result<std::vector<bool>> find_hidden(const Named& named,
                                                     const std::vector<ldap::Options>& directories) {
    std::vector<std::string> groups;
    for (const auto& [group, rule] : named.groups) groups.push_back(group);
    std::vector<bool> out(groups.size());
    for (const ldap::Options& directory : directories) {
      const auto hidden = ldap::find_hidden_members(directory, groups);
      if (!hidden) return hidden.error();
      for (std::size_t i = 0; i < groups.size(); ++i) out[i] = out[i] || (*hidden)[i];
    }
    return out;
  }

  base::Result<std::map<std::string_view, bool>> find_values(const Named& named,
                                                             const std::vector<ldap::Options>& directories) const {
    std::vector<std::string_view> attributes;
    for (const auto& [token, rule] : named.tokens) {
      const auto of_token = attributes_of(token, named);
      attributes.insert(attributes.end(), of_token.begin(), of_token.end());
    }
    std::sort(attributes.begin(), attributes.end());
    attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
    std::map<std::string_view, bool> out;
    for (const ldap::Options& directory : directories) {
      const auto present = ldap::find_present(directory, attributes);
      if (!present) return present.error();
      for (std::size_t i = 0; i < attributes.size(); ++i) out[attributes[i]] = out[attributes[i]] || (*present)[i];
    }
    return out;
  }

  const Options& options_;
  const config::Configuration& configuration_;
  const config::Settings& settings_;
  const mta::Wish wish_;
  bool daemon_answers_ = false;
  std::optional<Account> daemon_user_;
  std::optional<mta::Postfix> postfix_;
  Findings out_;
};

}  // namespace

Findings examine(const Options& options) {
  std::signal(SIGPIPE, SIG_IGN);  // libldap writes to servers that may be gone
  base::Diagnostics diagnostics;
  const auto configuration = config::load(options.config, diagnostics);
  Findings out = check_configuration(options.config, diagnostics);
  if (configuration) append(out, Examination(options, *configuration).run());
  return out;
}

}  // namespace waybill::doctor
