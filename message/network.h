// message/network.h: IP networks in CIDR writing (RFC 4632, RFC 4291), and ranges of addresses.
//
// Contract: IPv4 addresses are ::ffff:a.b.c.d, so both kinds are one. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace waybill::message {

using IpAddress = std::array<std::uint8_t, 16>;
std::optional<IpAddress> parse_ip_address(std::string_view text);

struct Network {
  IpAddress address = {};
  int prefix = 128;

  bool contains(std::string_view ip) const;  // false for what is no address
};

// "192.0.2.0/24", "2001:db8::/32" or a single address; host bits may be set.
base::Result<Network> parse_network(std::string_view text);

struct IpRange {
  IpAddress first = {};
  IpAddress last = {};  // in it

  bool contains(const IpAddress& ip) const { return first <= ip && ip <= last; }
};

// "192.0.2.1-192.0.2.9", or what parse_network() reads.
base::Result<IpRange> parse_ip_range(std::string_view text);

}  // namespace waybill::message
