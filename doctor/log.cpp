// doctor/log.cpp: the usual places.
#include "doctor/log.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "mta/program.h"

namespace waybill::doctor {
namespace {

namespace fs = std::filesystem;

bool is_there(const std::string& path) {
  std::error_code code;
  return fs::exists(path, code);
}

std::string machine_id() {
  std::string out;
  std::getline(std::ifstream("/etc/machine-id") >> std::ws, out);
  return out;
}

}  // namespace

Log find_log(const mta::Postfix& postfix) {
  const std::string named = postfix.value("maillog_file");
  if (!named.empty()) return {named, true, is_there(named), false};
  for (const char* folder : {"/var/log/journal/", "/run/log/journal/"}) {
    const std::string journal = folder + machine_id() + "/system.journal";
    if (is_there(journal)) return {journal, false, true, true};
  }
  for (const char* file : {"/var/log/mail.log", "/var/log/maillog", "/var/log/syslog"}) {
    if (is_there(file)) return {file, false, true, false};
  }
  return {};
}

Finding check_log(const Log& log, const Account* user, std::optional<bool> readable) {
  constexpr const char* kWhy = "What became of a mail behind Waybill, only Postfix' log tells";
  if (log.path.empty()) {
    return {Check::Log, Severity::Warning, "there is neither a journal nor a log of mail: Postfix' lines are lost",
            kWhy, "postconf -e 'maillog_file = /var/log/postfix.log'\npostfix reload"};
  }
  if (!log.is_there) {
    return {Check::Log, Severity::Warning, "maillog_file names " + log.path + ", which is not there", kWhy,
            "postfix reload\n" + mta::shell_form({"postconf", "-M", "postlog/unix-dgram"})};
  }
  const std::string what =
      (log.is_journal ? "Postfix' lines are in the journal, " : "Postfix' lines are in ") + log.path;
  if (user == nullptr || !readable) {
    return {Check::Log, Severity::Ok, what};
  }
  if (*readable) return {Check::Log, Severity::Ok, fmt::format("{}, which the user {} can read", what, user->name)};
  return {Check::Log, Severity::Warning, fmt::format("{}, which the user {} cannot read", what, user->name), kWhy,
          log.is_journal ? mta::shell_form({"adduser", user->name, "systemd-journal"}) + "\nsystemctl restart waybill"
                         : mta::shell_form({"setfacl", "-m", "u:" + user->name + ":r", log.path})};
}

Finding check_proofs(const Log& log, const std::string& followed) {
  const bool is_journal = followed == "journal";
  // A syslogd may write beside the journal; where maillog_file is set, it is the only place.
  const bool is_it = log.is_named ? followed == log.path : is_journal ? log.is_journal : is_there(followed);
  if (is_it) return {Check::Proofs, Severity::Ok, "dedupe.log is " + followed + ", where Postfix logs"};
  return {Check::Proofs, Severity::Warning,
          "dedupe.log is " + followed + ", and Postfix' lines are in " + (log.is_journal ? "the journal" : log.path),
          "Nothing proves that a mail was delivered: duplicates pass",
          "# in waybill.toml: [dedupe] log = \"" + (log.is_journal ? "journal" : log.path) + '"'};
}

}  // namespace waybill::doctor
