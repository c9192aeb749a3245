// message/network.cpp: reading of IP addresses, CIDR prefixes and ranges.
#include "message/network.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"

namespace waybill::message {
namespace {

// The whole of `text` as a number of at most `most`; no sign, no blanks.
std::optional<unsigned> number(std::string_view text, int number_base, unsigned most) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, number_base);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

std::optional<std::array<std::uint8_t, 4>> parse_ipv4(std::string_view text) {
  const auto parts = base::split(text, '.');
  std::array<std::uint8_t, 4> out = {};
  if (parts.size() != out.size()) return std::nullopt;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto octet = number(parts[i], 10, 255);
    // "010" is 8 to some readers and 10 to others.
    if (!octet || (parts[i].size() > 1 && parts[i].front() == '0')) return std::nullopt;
    out[i] = static_cast<std::uint8_t>(*octet);
  }
  return out;
}

// Groups of 16 bits, an IPv4 address allowed as the last two (RFC 4291, 2.2). `text` has no "::".
std::optional<std::vector<std::uint8_t>> parse_groups(std::string_view text, bool ipv4_at_end) {
  std::vector<std::uint8_t> out;
  if (text.empty()) return out;
  auto groups = base::split(text, ':');
  std::optional<std::array<std::uint8_t, 4>> tail;
  if (ipv4_at_end && groups.back().find('.') != std::string_view::npos) {
    tail = parse_ipv4(groups.back());
    if (!tail) return std::nullopt;
    groups.pop_back();
  }
  for (const std::string_view group : groups) {
    const auto value = group.size() <= 4 ? number(group, 16, 0xFFFF) : std::nullopt;
    if (!value) return std::nullopt;
    out.push_back(static_cast<std::uint8_t>(*value >> 8U));
    out.push_back(static_cast<std::uint8_t>(*value & 0xFFU));
  }
  if (tail) out.insert(out.end(), tail->begin(), tail->end());
  return out;
}

std::optional<IpAddress> parse_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  const bool has_gap = gap != std::string_view::npos;
  const auto head = parse_groups(has_gap ? text.substr(0, gap) : text, !has_gap);
  const auto tail = parse_groups(has_gap ? text.substr(gap + 2) : std::string_view(), true);
  IpAddress out = {};
  if (!head || !tail) return std::nullopt;
  const std::size_t size = head->size() + tail->size();
  if (has_gap ? size > out.size() - 2 : size != out.size()) return std::nullopt;
  std::copy(head->begin(), head->end(), out.begin());
  std::copy(tail->begin(), tail->end(), out.end() - static_cast<std::ptrdiff_t>(tail->size()));
  return out;
}

IpRange range_of(const Network& network) {
  IpRange range{network.address, network.address};
  for (std::size_t bit = static_cast<std::size_t>(network.prefix); bit < 128; ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
    range.first[bit / 8] = static_cast<std::uint8_t>(range.first[bit / 8] & ~mask);
    range.last[bit / 8] = static_cast<std::uint8_t>(range.last[bit / 8] | mask);
  }
  return range;
}

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  if (text.find(':') != std::string_view::npos) return parse_ipv6(text);
  const auto ipv4 = parse_ipv4(text);
  if (!ipv4) return std::nullopt;
  IpAddress out = {};
  out[10] = out[11] = 0xFF;
  std::copy(ipv4->begin(), ipv4->end(), out.begin() + 12);
  return out;
}

bool Network::contains(std::string_view ip) const {
  const auto other = parse_ip_address(ip);
  if (!other) return false;
  const auto whole = static_cast<std::size_t>(prefix) / 8;
  if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(whole), other->begin())) return false;
  const int rest = prefix % 8;
  return rest == 0 || ((address[whole] ^ (*other)[whole]) >> (8 - rest)) == 0;
}

base::Result<Network> parse_network(std::string_view text) {
  const auto wrong = [&](std::string_view what) {
    return base::Error{base::ErrorKind::Invalid, '"' + base::printable(text) + "\" " + std::string(what)};
  };
  const std::size_t slash = text.find('/');
  const auto address = parse_ip_address(text.substr(0, slash));
  if (!address) return wrong("is no IP address or network such as 192.0.2.0/24 or 2001:db8::/32");
  if (slash == std::string_view::npos) return Network{*address, 128};
  const bool ipv4 = text.find(':') == std::string_view::npos;
  const auto prefix = number(text.substr(slash + 1), 10, ipv4 ? 32 : 128);
  if (!prefix) return wrong(ipv4 ? "needs a prefix length from 0 to 32" : "needs a prefix length from 0 to 128");
  return Network{*address, static_cast<int>(*prefix) + (ipv4 ? 96 : 0)};
}

base::Result<IpRange> parse_ip_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) {
    const auto network = parse_network(base::trim(text));
    return network ? base::Result<IpRange>(range_of(*network)) : network.error();
  }
  const auto first = parse_ip_address(base::trim(text.substr(0, dash)));
  const auto last = parse_ip_address(base::trim(text.substr(dash + 1)));
  const bool is_one_kind = (text.substr(0, dash).find(':') == std::string_view::npos) ==
                           (text.substr(dash).find(':') == std::string_view::npos);
  if (first && last && is_one_kind && *first <= *last) return IpRange{*first, *last};
  return base::Error{base::ErrorKind::Invalid,
                     '"' + base::printable(text) + "\" is no range of IP addresses such as 192.0.2.1-192.0.2.9"};
}

}  // namespace waybill::message
