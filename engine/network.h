// engine/network.h: IP networks in CIDR writing (RFC 4632, RFC 4291).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace waybill::engine {

struct Network {
  std::array<std::uint8_t, 16> address = {};  // IPv4 as ::ffff:a.b.c.d
  int prefix = 128;

  bool contains(std::string_view ip) const;  // false for what is no address
};

// "192.0.2.0/24", "2001:db8::/32" or a single address; host bits may be set.
base::Result<Network> parse_network(std::string_view text);

}  // namespace waybill::engine
