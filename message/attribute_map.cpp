// message/attribute_map.cpp: the table of token names and LDAP attributes.
#include "message/attribute_map.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "base/text.h"

namespace waybill::message {

namespace {

std::vector<AttributeName> make_names() {
  return {
      {"DisplayName", {}, {"displayName", "cn"}, {"displayName", "cn"}},
      {"FirstName", {}, {"givenName"}, {"givenName"}},
      {"Initials", {}, {"initials"}, {"initials"}},
      {"LastName", {}, {"sn"}, {"sn"}},
      {"Office", {}, {"physicalDeliveryOfficeName"}, {"physicalDeliveryOfficeName", "roomNumber"}},
      {"PhoneNumber", {"Phone"}, {"telephoneNumber"}, {"telephoneNumber"}},
      {"OtherPhoneNumber", {}, {"otherTelephone"}, {"telephoneNumber[2]"}},
      {"Email", {"WindowsEmailAddress"}, {"mail", "proxyAddresses"}, {"mail"}},
      {"Street", {"StreetAddress"}, {"streetAddress"}, {"street"}},
      {"POBox", {"PostOfficeBox"}, {"postOfficeBox"}, {"postOfficeBox"}},
      {"City", {}, {"l"}, {"l"}},
      {"State", {"StateOrProvince"}, {"st"}, {"st"}},
      {"ZipCode", {"PostalCode"}, {"postalCode"}, {"postalCode"}},
      {"Country", {"CountryOrRegion"}, {"c", "co"}, {"c", "co"}},
      {"UserLogonName", {"UserPrincipalName"}, {"userPrincipalName", "sAMAccountName"}, {"uid", "krbPrincipalName"}},
      {"HomePhoneNumber", {"HomePhone"}, {"homePhone"}, {"homePhone"}},
      {"OtherHomePhoneNumber", {}, {"otherHomePhone"}, {"homePhone[2]"}},
      {"PagerNumber", {"Pager"}, {"pager"}, {"pager"}},
      {"MobileNumber", {"MobilePhone"}, {"mobile"}, {"mobile"}},
      {"FaxNumber", {"Fax"}, {"facsimileTelephoneNumber"}, {"facsimileTelephoneNumber"}},
      {"OtherFaxNumber", {}, {"otherFacsimileTelephoneNumber"}, {"facsimileTelephoneNumber[2]"}},
      {"Notes", {}, {"info"}, {"description"}},
      {"Title", {}, {"title"}, {"title"}},
      {"Department", {}, {"department"}, {"departmentNumber", "ou"}},
      {"Company", {}, {"company"}, {"o"}},
      {"Manager", {}, {"manager"}, {"manager"}},
      {"CustomAttribute1", {}, {"extensionAttribute1"}, {}},
      {"CustomAttribute2", {}, {"extensionAttribute2"}, {}},
      {"CustomAttribute3", {}, {"extensionAttribute3"}, {}},
      {"CustomAttribute4", {}, {"extensionAttribute4"}, {}},
      {"CustomAttribute5", {}, {"extensionAttribute5"}, {}},
      {"CustomAttribute6", {}, {"extensionAttribute6"}, {}},
      {"CustomAttribute7", {}, {"extensionAttribute7"}, {}},
      {"CustomAttribute8", {}, {"extensionAttribute8"}, {}},
      {"CustomAttribute9", {}, {"extensionAttribute9"}, {}},
      {"CustomAttribute10", {}, {"extensionAttribute10"}, {}},
      {"CustomAttribute11", {}, {"extensionAttribute11"}, {}},
      {"CustomAttribute12", {}, {"extensionAttribute12"}, {}},
      {"CustomAttribute13", {}, {"extensionAttribute13"}, {}},
      {"CustomAttribute14", {}, {"extensionAttribute14"}, {}},
      {"CustomAttribute15", {}, {"extensionAttribute15"}, {}},
      // Exchange knows these properties, but not as tokens.
      {"Alias", {}, {"mailNickname"}, {"uid"}},
      {"SamAccountName", {}, {"sAMAccountName"}, {"uid"}},
      {"AssistantName", {}, {"msExchAssistantName"}, {}},
      {"TelephoneAssistant", {}, {"telephoneAssistant"}, {}},
      {"WebPage", {}, {"wWWHomePage"}, {}},
      {"PhoneticDisplayName", {}, {"msDS-PhoneticDisplayName"}, {}},
      {"SimpleDisplayName", {}, {"displayNamePrintable"}, {}},
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

bool is_letter(char c) { return base::lower(c) >= 'a' && base::lower(c) <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// RFC 4512, 1.4 and 2.5: a name or a number in dots, and options behind semicolons.
bool is_description(std::string_view text) {
  std::vector<std::string_view> parts = base::split(text, ';');
  const std::string_view type = parts.front();
  const auto is_key = [](char c) { return is_letter(c) || is_digit(c) || c == '-'; };
  const auto is_oid = [](char c) { return is_digit(c) || c == '.'; };
  const bool is_name = !type.empty() && is_letter(type.front()) && std::all_of(type.begin(), type.end(), is_key);
  const bool is_number =
      !type.empty() && is_digit(type.front()) && is_digit(type.back()) && std::all_of(type.begin(), type.end(), is_oid);
  return (is_name || is_number) && std::all_of(parts.begin() + 1, parts.end(), [&](std::string_view option) {
           return !option.empty() && std::all_of(option.begin(), option.end(), is_key);
         });
}

std::size_t index_of(const AttributeName& name) { return static_cast<std::size_t>(&name - attribute_names().data()); }

void add(const std::vector<std::string_view>& texts, std::vector<AttributeSource>& out) {
  for (const std::string_view text : texts) {
    const auto source = parse_source(text);
    if (source && std::find(out.begin(), out.end(), *source) == out.end()) out.push_back(*source);
  }
}

// Active Directory's mark of the primary one is upper case.
std::string primary_address(const std::vector<std::string>& values) {
  constexpr std::string_view kMark = "SMTP:";
  const auto found =
      std::find_if(values.begin(), values.end(), [&](const std::string& value) { return value.starts_with(kMark); });
  return found == values.end() ? std::string() : found->substr(kMark.size());
}

std::string value_at(const AttributeSource& source, const Entry& entry) {
  const auto found = entry.attributes.find(source.attribute);
  if (found == entry.attributes.end()) return {};
  const std::vector<std::string>& values = found->second;
  if (source.which == 1 && base::equals_ignore_case(source.attribute, "proxyAddresses")) return primary_address(values);
  if (source.which != AttributeSource::kAll) {
    return values.size() < source.which ? std::string() : values[source.which - 1];
  }
  std::string out;
  for (const std::string& value : values) out += (out.empty() || value.empty() ? "" : ", ") + value;
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

std::string_view without_options(std::string_view attribute) { return attribute.substr(0, attribute.find(';')); }

std::optional<AttributeSource> parse_source(std::string_view text) {
  const std::size_t bracket = std::min(text.find('['), text.size());
  const std::string_view attribute = text.substr(0, bracket);
  const std::string_view which = text.substr(bracket);
  if (!is_description(attribute)) return std::nullopt;
  if (which.empty()) return AttributeSource{std::string(attribute)};
  if (which == "[*]") return AttributeSource{std::string(attribute), AttributeSource::kAll};
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(which.data() + 1, which.data() + which.size(), number);
  const bool is_whole = error == std::errc() && std::string_view(end, which.data() + which.size()) == "]";
  if (!is_whole || number == 0) return std::nullopt;
  return AttributeSource{std::string(attribute), number};
}

std::string to_string(const AttributeSource& source) {
  if (source.which == 1) return source.attribute;
  return source.attribute + '[' + (source.which == AttributeSource::kAll ? "*" : std::to_string(source.which)) + ']';
}

AttributeMap::AttributeMap(Profile profile) {
  for (const AttributeName& name : attribute_names()) {
    auto& sources = sources_.emplace_back();
    if (profile != Profile::InetOrgPerson) add(name.ad, sources);
    if (profile != Profile::ActiveDirectory) add(name.inetorgperson, sources);
  }
}

void AttributeMap::set(const AttributeName& name, std::vector<AttributeSource> sources) {
  sources_[index_of(name)] = std::move(sources);
}

const std::vector<AttributeSource>& AttributeMap::sources(const AttributeName& name) const {
  return sources_[index_of(name)];
}

std::string AttributeMap::value(std::string_view name, const Entry& entry) const {
  const AttributeName* row = find_attribute(name);
  if (row == nullptr) return {};
  for (const AttributeSource& source : sources(*row)) {
    std::string value = value_at(source, entry);
    if (!value.empty()) return value;
  }
  return {};
}

std::vector<std::string_view> AttributeMap::ldap_attributes() const {
  std::vector<std::string_view> out;
  for (const auto& sources : sources_) {
    for (const AttributeSource& source : sources) out.push_back(source.attribute);
  }
  std::sort(out.begin(), out.end(), NoCaseLess());
  out.erase(std::unique(out.begin(), out.end(), base::equals_ignore_case), out.end());
  return out;
}

}  // namespace waybill::message
