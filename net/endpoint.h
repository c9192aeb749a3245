// net/endpoint.h: where a server listens.
//
// Contract: "127.0.0.1:10026", "[::1]:10026" or "unix:/path". Addresses are numeric: a name would have to be looked up,
// and the C library does not bound how long that takes.
#pragma once

#include <sys/socket.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace waybill::net {

struct Endpoint {
  sockaddr_storage address = {};
  socklen_t size = 0;
  std::string text;  // as it was written
};

base::Result<Endpoint> parse_endpoint(std::string_view text);

// It can be reached from this host only: what is sent there stays here.
bool is_local(const Endpoint& endpoint);

}  // namespace waybill::net
