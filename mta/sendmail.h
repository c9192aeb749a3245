// mta/sendmail.h: a sendmail.mc, and what m4(1) makes of it.
//
// What: its text, which macros it calls and where, and options of the sendmail.cf that comes out.
// Not here: reading the language. m4 is asked, as postconf is of Postfix: what is included counts, what is commented
// out does not.
//
// Contract: runs `m4 FILE`, with all that the file includes and runs, as `make -C /etc/mail` does.
// Fails: Invalid when the file cannot be read or makes no sendmail.cf; as mta/program.h when m4 fails or is missing.
// Source: cf/README and the operations guide of Sendmail 8.17; GNU m4's --debug and --trace.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waybill::mta {

struct MacroCall {
  std::string name;
  std::vector<std::string> arguments;
  std::string file;
  std::size_t line = 0;  // where it begins, from 1
};

struct Sendmail {
  std::string file;                  // as it was named, which is how calls in it name it
  std::string text;                  // all of it
  std::vector<MacroCall> calls;      // in their order: INPUT_MAIL_FILTER, MAIL_FILTER, DAEMON_OPTIONS, MAILER,
                                     // MAILER_DEFINITIONS, include, sinclude
  std::vector<std::string> filters;  // InputMailFilters: in which order they run
  std::vector<std::string> daemons;  // DaemonPortOptions
};

base::Result<Sendmail> read_sendmail(const std::string& file);

// What m4 says of traced macros.
std::vector<MacroCall> parse_trace(std::string_view trace);

// The items of a list, trimmed; none that is empty.
std::vector<std::string> items_in(std::string_view list, char separator);

}  // namespace waybill::mta
