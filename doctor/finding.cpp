// doctor/finding.cpp: the table of checks.
#include "doctor/finding.h"

#include <algorithm>
#include <iterator>

namespace waybill::doctor {

const std::vector<CheckRow>& checks() {
  static const std::vector<CheckRow> kTable = {
      {Check::Configuration, "configuration",
       "waybill.toml and the files that it names have no errors, and no warnings"},
      {Check::Daemon, "daemon", "waybilld listens on `milter.socket` and answers as a milter"},
      {Check::Socket, "socket", "the MTA's user can connect to that socket; tried as that user"},
      {Check::Mta, "mta", "Postfix can be asked for its settings"},
      {Check::MtaVersion, "mta-version", "Postfix has the fixes of its milter client of 2026-08-21"},
      {Check::SmtpdMilters, "smtpd-milters", "`smtpd_milters` names Waybill: mail by SMTP passes it"},
      {Check::NonSmtpdMilters, "non-smtpd-milters", "`non_smtpd_milters` names Waybill: mail by sendmail(1) passes it"},
      {Check::MilterOrder, "milter-order", "no other milter (OpenDKIM, rspamd, amavis) comes before Waybill"},
      {Check::ServiceMilters, "service-milters", "services of master.cf with milters of their own have Waybill too"},
      {Check::MiltersOff, "milters-off", "`receive_override_options` of main.cf does not switch all milters off"},
      {Check::DefaultAction, "milter-default-action", "mail waits while Waybill is down: tempfail or shutdown"},
      {Check::MilterProtocol, "milter-protocol", "`milter_protocol` is 6 or later"},
      {Check::MilterTimeout, "milter-timeout", "`milter_content_timeout` leaves time for directory and copies"},
      {Check::Chroot, "chroot", "no chroot of smtpd or cleanup hides the socket"},
      {Check::ReinjectPort, "reinject-port", "an SMTP server answers at `delivery.reinject`"},
      {Check::QueueIds, "queue-ids", "`enable_long_queue_ids` is on: an id names one mail for good"},
      {Check::Directory, "directory", "the directory can be reached, or its file be read"},
      {Check::Certificate, "directory-certificate", "the servers' certificates are trusted and last 30 days or more"},
      {Check::Login, "directory-login", "the servers take `directory.bind_dn` and its password, or `directory.sasl`"},
      {Check::SearchBase, "directory-base", "`directory.base` exists, and it or something below it may be read"},
      {Check::People, "directory-people", "somebody in the directory has an e-mail address that may be read"},
      {Check::Clock, "clock", "the clocks of this host and of the directory servers that tell their time agree"},
      {Check::RuleGroups, "rule-groups", "the directory has each group that rules name, and shows its members"},
      {Check::RuleTokens, "rule-tokens", "for each token of a signature somebody in the directory has a value"},
      {Check::RuleAddresses, "rule-addresses", "recipients are named in rules by their primary address"},
      {Check::ReadableFiles, "readable-files", "waybilld's user can read what the configuration names"},
      {Check::FileModes, "file-modes", "others can neither read secrets nor change rules and settings"},
      {Check::Memory, "delivery-memory", "`delivery.memory` is whole, and waybilld's user can write it"},
      {Check::Seen, "dedupe-memory", "`dedupe.path` is whole, and waybilld's user can write it"},
      {Check::Tracking, "tracking-file", "so is `tracking.path`"},
      {Check::Cache, "directory-cache", "so is `directory.cache_file`"},
      {Check::Disk, "disk", "there is room where waybilld and Postfix write"},
      {Check::Log, "log", "Postfix' log goes somewhere, and waybilld's user can read it"},
      {Check::Proofs, "dedupe-log", "where duplicates are suppressed, `dedupe.log` is where Postfix logs"},
      {Check::TestMail, "test-mail", "the MTA takes a test mail, and waybilld sees it (`--send-test`)"},
  };
  return kTable;
}

std::string_view name_of(Check check) { return checks()[static_cast<std::size_t>(check)].name; }

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::Ok:
      return "ok";
    case Severity::Unknown:
      return "unknown";
    case Severity::Warning:
      return "warning";
    case Severity::Error:
      return "error";
  }
  return {};
}

Severity worst(const Findings& findings) {
  Severity out = Severity::Ok;
  for (const Finding& finding : findings) out = std::max(out, finding.severity);
  return out;
}

void append(Findings& to, Findings from) { std::move(from.begin(), from.end(), std::back_inserter(to)); }

}  // namespace waybill::doctor
