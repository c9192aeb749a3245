// cli/log.h: where the daemon's log lines go: standard error, which is the journal under systemd.
//
// Contract: when standard error is the journal (JOURNAL_STREAM names it), each line begins with its priority as <N>
// (sd-daemon(3)) and has no time; else it has time and level. What libmilter itself has to say goes to syslog, facility
// mail.
#pragma once

#include <string>

namespace waybill::cli {

// Once, before other threads run: they use the logger without a lock.
void set_up_log();

// `level`: debug, info, warning or error. Any thread, at any time.
void set_log_level(const std::string& level);

}  // namespace waybill::cli
