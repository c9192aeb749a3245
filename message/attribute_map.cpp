// message/attribute_map.cpp: the table of token names and LDAP attributes.
#include "message/attribute_map.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"

namespace waybill::message {

namespace {

std::vector<AttributeName> make_names() {
  return {
      {"DisplayName", {}, {"displayName", "cn"}},
      {"FirstName", {}, {"givenName"}},
      {"Initials", {}, {"initials"}},
      {"LastName", {}, {"sn"}},
      {"Office", {}, {"physicalDeliveryOfficeName", "roomNumber"}},
      {"PhoneNumber", {"Phone"}, {"telephoneNumber"}},
      {"OtherPhoneNumber", {}, {"otherTelephone", "telephoneNumber"}, 1},
      {"Email", {"WindowsEmailAddress"}, {"mail"}},
      {"Street", {"StreetAddress"}, {"streetAddress", "street"}},
      {"POBox", {"PostOfficeBox"}, {"postOfficeBox"}},
      {"City", {}, {"l"}},
      {"State", {"StateOrProvince"}, {"st"}},
      {"ZipCode", {"PostalCode"}, {"postalCode"}},
      {"Country", {"CountryOrRegion"}, {"c", "co"}},
      {"UserLogonName", {"UserPrincipalName"}, {"userPrincipalName", "sAMAccountName", "uid", "krbPrincipalName"}},
      {"HomePhoneNumber", {"HomePhone"}, {"homePhone"}},
      {"OtherHomePhoneNumber", {}, {"otherHomePhone", "homePhone"}, 1},
      {"PagerNumber", {"Pager"}, {"pager"}},
      {"MobileNumber", {"MobilePhone"}, {"mobile"}},
      {"FaxNumber", {"Fax"}, {"facsimileTelephoneNumber"}},
      {"OtherFaxNumber", {}, {"otherFacsimileTelephoneNumber", "facsimileTelephoneNumber"}, 1},
      {"Notes", {}, {"info", "description"}},
      {"Title", {}, {"title"}},
      {"Department", {}, {"department", "departmentNumber", "ou"}},
      {"Company", {}, {"company", "o"}},
      {"Manager", {}, {"manager"}},
      {"CustomAttribute1", {}, {"extensionAttribute1"}},
      {"CustomAttribute2", {}, {"extensionAttribute2"}},
      {"CustomAttribute3", {}, {"extensionAttribute3"}},
      {"CustomAttribute4", {}, {"extensionAttribute4"}},
      {"CustomAttribute5", {}, {"extensionAttribute5"}},
      {"CustomAttribute6", {}, {"extensionAttribute6"}},
      {"CustomAttribute7", {}, {"extensionAttribute7"}},
      {"CustomAttribute8", {}, {"extensionAttribute8"}},
      {"CustomAttribute9", {}, {"extensionAttribute9"}},
      {"CustomAttribute10", {}, {"extensionAttribute10"}},
      {"CustomAttribute11", {}, {"extensionAttribute11"}},
      {"CustomAttribute12", {}, {"extensionAttribute12"}},
      {"CustomAttribute13", {}, {"extensionAttribute13"}},
      {"CustomAttribute14", {}, {"extensionAttribute14"}},
      {"CustomAttribute15", {}, {"extensionAttribute15"}},
      // Exchange knows these properties, but not as tokens.
      {"Alias", {}, {"mailNickname", "uid"}},
      {"SamAccountName", {}, {"sAMAccountName", "uid"}},
      {"AssistantName", {}, {"msExchAssistantName"}},
      {"TelephoneAssistant", {}, {"telephoneAssistant"}},
      {"WebPage", {}, {"wWWHomePage"}},
      {"PhoneticDisplayName", {}, {"msDS-PhoneticDisplayName"}},
      {"SimpleDisplayName", {}, {"displayNamePrintable"}},
  };
}

using Spelling = std::pair<std::string_view, const AttributeName*>;

std::vector<Spelling> make_spellings() {
  std::vector<Spelling> out;
  for (const AttributeName& attribute : attribute_names()) {
    out.emplace_back(attribute.name, &attribute);
    for (const std::string_view name : attribute.also) out.emplace_back(name, &attribute);
  }
  std::sort(out.begin(), out.end(),
            [](const Spelling& a, const Spelling& b) { return NoCaseLess{}(a.first, b.first); });
  return out;
}

}  // namespace

const std::vector<AttributeName>& attribute_names() {
  static const std::vector<AttributeName> kNames = make_names();
  return kNames;
}

const AttributeName* find_attribute(std::string_view name) {
  static const std::vector<Spelling> kSpellings = make_spellings();
  const auto found = std::lower_bound(kSpellings.begin(), kSpellings.end(), name,
                                      [](const Spelling& s, std::string_view n) { return NoCaseLess{}(s.first, n); });
  return found != kSpellings.end() && base::equals_ignore_case(found->first, name) ? found->second : nullptr;
}

std::string_view attribute_value(const AttributeName& attribute, const Entry& entry) {
  for (const std::string_view& ldap : attribute.ldap) {
    const std::size_t index = &ldap == &attribute.ldap.back() ? attribute.value : 0;
    const auto found = entry.attributes.find(ldap);
    if (found == entry.attributes.end() || found->second.size() <= index) continue;
    if (const std::string& value = found->second[index]; !value.empty()) return value;
  }
  return {};
}

std::vector<std::string_view> ldap_attributes() {
  std::vector<std::string_view> out;
  for (const AttributeName& attribute : attribute_names()) {
    out.insert(out.end(), attribute.ldap.begin(), attribute.ldap.end());
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace waybill::message
