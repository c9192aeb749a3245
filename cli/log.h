// cli/log.h: where the daemon's log lines go: standard error, which is the journal under systemd.
//
// Contract: when standard error is the journal (JOURNAL_STREAM names it), each line begins with its priority as <N>
// (sd-daemon(3)) and has no time; else it has time and level. What libmilter itself has to say goes to syslog, facility
// mail.
#pragma once

#include <string>

namespace waybill::cli {

// `level`: debug, info, warning or error. May be called again.
void set_up_log(const std::string& level);

}  // namespace waybill::cli
