// ldap/filter.cpp: filters put together from ldap/schema.h; escaping is libldap's.
#include "ldap/filter.h"

#include <fmt/format.h>
#include <ldap.h>

#include "ldap/schema.h"
#include "message/address.h"

namespace waybill::ldap {
namespace {

constexpr std::string_view kInChain = "1.2.840.113556.1.4.1941";

std::string equals(std::string_view attribute, std::string_view value) {
  return fmt::format("({}={})", attribute, escaped(value));
}

// In both forms, when its domain has two.
std::string address_terms(std::string_view address, bool has_uids) {
  std::string out;
  const std::string unicode = message::unicode_address(address);
  for (const std::string_view form : {address, std::string_view(unicode)}) {
    for (const std::string_view attribute : kAddressAttributes) {
      const bool proxy = attribute == "proxyAddresses";
      out += equals(attribute, proxy ? std::string(kProxyPrefix) + std::string(form) : std::string(form));
    }
    if (has_uids) out += equals(kUid, form);
    if (unicode == address) break;
  }
  return out;
}

}  // namespace

std::string escaped(std::string_view value) {
  berval in{value.size(), const_cast<char*>(value.data())};
  berval out = {};
  if (value.empty() || ldap_bv2escaped_filter_value(&in, &out) != 0) return {};
  std::string text(out.bv_val, out.bv_len);
  ber_memfree(out.bv_val);
  return text;
}

std::string address_filter(std::string_view address, bool has_uids) {
  return fmt::format("(|{})", address_terms(address, has_uids));
}

std::string login_filter(std::string_view name, bool has_uids) {
  return fmt::format("(|{}{})", equals(kAccountName, name), has_uids ? equals(kUid, name) : "");
}

std::string any_address_filter() {
  std::string terms;
  for (const std::string_view attribute : kAddressAttributes) terms += fmt::format("({}=*)", attribute);
  return fmt::format("(|{})", terms);
}

std::string group_filter(std::string_view name) {
  std::string names;
  for (const std::string_view attribute : kGroupNames) names += equals(attribute, name);
  if (name.find('@') != std::string_view::npos) names += address_terms(message::normalized(name), false);
  return fmt::format("(&{}(|{}))", any_group_filter(), names);
}

std::string any_group_filter() {
  std::string classes;
  for (const std::string_view name : kGroupClasses) classes += equals("objectClass", name);
  return fmt::format("(|{})", classes);
}

std::string dynamic_group_filter() { return equals("objectClass", kDynamicGroupClass); }

std::string any_of_filters(const std::vector<std::string_view>& filters) {
  return fmt::format("(|{})", fmt::join(filters, ""));
}

std::string member_filter(const std::vector<std::string>& dns, const std::vector<std::string>& uids) {
  std::string members;
  for (const std::string& dn : dns) {
    for (const std::string_view attribute : kMemberAttributes) members += equals(attribute, dn);
  }
  for (const std::string& uid : uids) members += equals("memberUid", uid);
  return fmt::format("(|{})", members);
}

std::string in_chain_filter(std::string_view group_dn) {
  return fmt::format("(|{}(memberOf:{}:={}))", equals("distinguishedName", group_dn), kInChain, escaped(group_dn));
}

std::string holds_in_chain_filter(std::string_view dn) { return fmt::format("(member:{}:={})", kInChain, escaped(dn)); }

}  // namespace waybill::ldap
