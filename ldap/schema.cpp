// ldap/schema.cpp: the list of attributes to fetch.
#include "ldap/schema.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/text.h"

namespace waybill::ldap {

bool says_disabled(std::string_view attribute, std::string_view value) {
  if (base::equals_ignore_case(attribute, kAccountAttributes[1])) return base::equals_ignore_case(value, "TRUE");
  constexpr std::int64_t kAccountDisable = 2;  // MS-ADTS 2.2.16
  std::int64_t flags = 0;
  std::from_chars(value.data(), value.data() + value.size(), flags);
  return (flags & kAccountDisable) != 0;
}

std::vector<std::string> fetched_attributes(const std::vector<std::string_view>& wanted) {
  std::vector<std::string_view> all(wanted);
  all.insert(all.end(), kAddressAttributes.begin(), kAddressAttributes.end());
  all.insert(all.end(), kAccountAttributes.begin(), kAccountAttributes.end());
  all.insert(all.end(), {"uid", "memberOf", "objectClass", "objectSid", "primaryGroupID"});
  std::vector<std::string> out;
  for (const std::string_view name : all) {
    const auto same = [&](const std::string& known) { return base::equals_ignore_case(known, name); };
    if (std::none_of(out.begin(), out.end(), same)) out.emplace_back(name);
  }
  return out;
}

}  // namespace waybill::ldap
