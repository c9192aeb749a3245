// ldap/any_server.cpp: one server after the other.
#include "ldap/any_server.h"

#include <chrono>

namespace waybill::ldap {

base::Result<Connection> connect_to_any(const Options& options) {
  base::Error failed{base::ErrorKind::Unavailable, "no server is configured"};
  for (const std::string& uri : options.uris) {
    auto connection = Connection::open(options, uri, std::chrono::steady_clock::now() + options.connect_timeout);
    if (connection) return connection;
    failed = connection.error();
  }
  return failed;
}

}  // namespace waybill::ldap
