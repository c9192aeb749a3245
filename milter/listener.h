// milter/listener.h: the socket that MTAs connect to, and libmilter's loop over it.
//
// Contract
//   open_listener() leaves a socket that takes connections, with mode and group as wanted before anybody can connect.
//   A unix socket that nobody listens on any more is removed first; a living one is an error.
//   stop_newcomers() removes a unix socket, so that only known connections go on. An inet socket stays open: libmilter
//   does not give it away.
// Why smfi_stop is never called: libmilter 8.17.1 then closes and frees all connections, those inside a callback too
// (worker.c, end of the pool controller); their messages would go unanswered. The process ends when no message is under
// way instead.
// Threads: open and stop from one thread; run_listener() in a thread of its own, with HUP, TERM and INT blocked.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "base/result.h"
#include "milter/options.h"
#include "milter/service.h"

namespace waybill::milter {

// Nothing: it listens. REQUIRES: service lives until the process ends.
std::optional<base::Error> open_listener(const Options& options, Service& service);

// Returns only when libmilter gives up.
void run_listener();

void stop_newcomers(const Options& options);

// The process that listens on that unix socket. An error: nobody does, or it cannot be told (an inet socket).
base::Result<pid_t> find_listener(const std::string& socket);

// Where Postfix finds us: `unix:/run/x.sock`, or `inet:127.0.0.1:8891` for our `inet:8891@127.0.0.1`.
std::string postfix_form(const std::string& socket);

}  // namespace waybill::milter
