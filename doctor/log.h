// doctor/log.h: where the lines of Postfix go, by which one follows a mail behind Waybill.
//
// Contract: find_log() asks the file system, check_log() is pure.
// Source: postconf(5), maillog_file; systemd-journald(8).
#pragma once

#include <optional>
#include <string>

#include "doctor/account.h"
#include "doctor/finding.h"
#include "mta/postfix.h"

namespace waybill::doctor {

struct Log {
  std::string path = {};  // empty: none was found
  bool is_named = false;  // by maillog_file
  bool is_there = false;
  bool is_journal = false;
};

// maillog_file; else the journal, else the file of a syslogd.
Log find_log(const mta::Postfix& postfix);

// `readable`: for that user; nothing: not tried.
Finding check_log(const Log& log, const Account* user, std::optional<bool> readable);

// Whether what Postfix logs is what proves its mails: `followed` is dedupe.log. REQUIRES a log that is there.
Finding check_proofs(const Log& log, const std::string& followed);

}  // namespace waybill::doctor
