// net/resolve.h: a server by name or address, as socket addresses.
//
// Contract
//   "redis.example.com:6379", and all that net/endpoint.h reads. A numeric address and a path are not looked up, and
//   give one endpoint. A name gives all its addresses, in the order of the system (RFC 6724); it is looked up in a
//   thread of its own, and who waits for it waits until the deadline at most. The C library bounds neither that thread
//   nor its look-up: it is left behind and ends itself. At most kMostLookups are under way in a process.
// Fails: Invalid: no such form. Unavailable: no such name, or too many look-ups that hang. TimedOut.
// Threads: any number.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/endpoint.h"
#include "net/stream.h"

namespace waybill::net {

inline constexpr int kMostLookups = 16;

base::Result<std::vector<Endpoint>> resolve(const std::string& address, Deadline deadline);

// What resolve() would find Invalid, without looking anything up.
std::optional<base::Error> check_address(std::string_view address);

// The name or number before the port, without brackets: what a certificate has to be for. Empty for a unix socket.
std::string host_of(std::string_view address);

}  // namespace waybill::net
