// store/redis_servers.h: finds the Redis that takes writes, and logs in to it.
//
// What: connect() asks the Sentinels for the address of the primary, or takes the servers as they are written, logs in
// (AUTH), chooses the database (SELECT) and asks for the role (ROLE), so that what comes back is a primary.
//
// Contract
//   Nothing is kept: each connect() asks anew, so that it follows a failover. Servers are tried in their order, each
//   with an equal share of the time that is left; the first that is a primary wins. The Sentinels' certificates and
//   those of Redis have to be for the address that was written, or that the Sentinel gave.
//   The password is read from its file at each connect(), and is in no text: a server that does not know AUTH says
//   again what it was sent, so of its answer to that only the first word is told.
// Fails: Invalid (make): what no server has to be asked for. Else Unavailable or TimedOut, with what each server did.
// Threads: any number.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "net/tls.h"
#include "store/redis_connection.h"
#include "store/redis_options.h"

namespace waybill::store {

class RedisServers {
 public:
  static base::Result<RedisServers> make(const RedisOptions& options);

  base::Result<std::unique_ptr<RedisConnection>> connect(net::Deadline deadline) const;

 private:
  RedisServers(RedisOptions options, std::optional<net::TlsContext> tls)
      : options_(std::move(options)), tls_(std::move(tls)) {}

  base::Result<RedisConnection> try_server(const std::string& address, net::Deadline deadline) const;
  base::Result<RedisConnection> try_primary(const std::string& address, net::Deadline deadline) const;
  base::Result<std::string> ask_sentinel(const std::string& address, net::Deadline deadline) const;

  RedisOptions options_;
  std::optional<net::TlsContext> tls_;
};

}  // namespace waybill::store
