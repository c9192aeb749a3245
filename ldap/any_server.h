// ldap/any_server.h: a connection for somebody who waits at a terminal: no pool, no rest for servers that failed.
//
// Contract: the servers in their order, each within options.connect_timeout; the first that answers.
//   REQUIRES: SIGPIPE is ignored or blocked.
// Fails: with what the last one said.
#pragma once

#include "base/result.h"
#include "ldap/connection.h"
#include "ldap/options.h"

namespace waybill::ldap {

base::Result<Connection> connect_to_any(const Options& options);

}  // namespace waybill::ldap
