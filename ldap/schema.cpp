// ldap/schema.cpp: the list of attributes to fetch.
#include "ldap/schema.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::ldap {

std::vector<std::string> fetched_attributes(const std::vector<std::string_view>& wanted) {
  std::vector<std::string_view> all(wanted);
  all.insert(all.end(), kAddressAttributes.begin(), kAddressAttributes.end());
  all.insert(all.end(), {"uid", "memberOf", "objectClass"});
  std::vector<std::string> out;
  for (const std::string_view name : all) {
    const auto same = [&](const std::string& known) { return base::equals_ignore_case(known, name); };
    if (std::none_of(out.begin(), out.end(), same)) out.emplace_back(name);
  }
  return out;
}

}  // namespace waybill::ldap
