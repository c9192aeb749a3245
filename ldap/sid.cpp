// ldap/sid.cpp: a head of 8 bytes, then numbers of 4 bytes, the lowest first.
#include "ldap/sid.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace waybill::ldap {
namespace {

constexpr std::size_t kHead = 8;
constexpr std::size_t kNumber = 4;

bool is_sid(std::string_view sid) {
  if (sid.size() < kHead + kNumber) return false;
  return sid[0] == 1 && sid.size() == kHead + kNumber * static_cast<unsigned char>(sid[1]);
}

}  // namespace

std::string primary_group_sid(std::string_view sid, std::string_view primary_group_id) {
  std::uint32_t id = 0;
  const char* const end = primary_group_id.data() + primary_group_id.size();
  const auto [read, error] = std::from_chars(primary_group_id.data(), end, id);
  if (!is_sid(sid) || error != std::errc() || read != end) return {};
  std::string out(sid.substr(0, sid.size() - kNumber));
  for (std::size_t i = 0; i < kNumber; ++i) out += static_cast<char>(id >> (8 * i) & 0xFF);
  return out;
}

std::string dn_of_sid(std::string_view sid) {
  std::string out = "<SID=";
  for (const char c : sid) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out + '>';
}

}  // namespace waybill::ldap
