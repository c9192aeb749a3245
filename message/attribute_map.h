// message/attribute_map.h: Exchange's names for a person's attributes, and where a directory keeps them.
//
// What: names of tokens (%%Name%%) and of rule words (SenderADAttribute...): those of the ADAttribute list (2010 and
// later) and of the cmdlet page since 2023, both for the same LDAP attributes. An AttributeMap says for each name where
// its value stands, in order of preference: by a profile, changed by [attributes] of waybill.toml. Properties that are
// long lists (memberOf, directReports, proxyAddresses) are no tokens.
// Contract: the table of names is made once, finding allocates nothing. A map is a value; reading it takes any number
// of threads. Source: Exchange, New-TransportRule, ApplyHtmlDisclaimerText and SenderADAttributeContainsWords; RFC
// 4519, RFC 2798, RFC 4524; attribute options: RFC 4512, 2.5, RFC 3866.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/fact.h"

namespace waybill::message {

struct AttributeName {
  std::string_view name;               // canonical: DisplayName, PhoneNumber, CustomAttribute1 ...
  std::vector<std::string_view> also;  // other accepted spellings
  std::vector<std::string_view> ad;    // sources of the profile for Active Directory
  std::vector<std::string_view> inetorgperson;
};

const std::vector<AttributeName>& attribute_names();

// By any of its names, case-insensitive; null when unknown.
const AttributeName* find_attribute(std::string_view name);

// Where a value stands in an entry.
struct AttributeSource {
  static constexpr std::size_t kAll = 0;

  std::string attribute;  // with its options; one without does not stand for one that has some
  std::size_t which = 1;  // which of its values, counted from 1, of proxyAddresses the primary address without `SMTP:`;
                          // kAll: all, with ", " between

  friend bool operator==(const AttributeSource&, const AttributeSource&) = default;
};

// `displayName`, `cn;lang-de`, `telephoneNumber[2]`, `ou[*]`; nothing when it is none of these forms.
std::optional<AttributeSource> parse_source(std::string_view text);
std::string to_string(const AttributeSource& source);

// The "memberOf" of "memberOf;range=0-9".
std::string_view without_options(std::string_view attribute);

enum class Profile {
  Both,  // Active Directory's attribute first, then that of inetOrgPerson
  ActiveDirectory,
  InetOrgPerson,
};

class AttributeMap {
 public:
  explicit AttributeMap(Profile profile = Profile::Both);

  // In place of the profile's; none: always empty.
  void set(const AttributeName& name, std::vector<AttributeSource> sources);

  const std::vector<AttributeSource>& sources(const AttributeName& name) const;
  // By any name of the attribute: the first source that has a value; empty when there is none. Manager gives the DN.
  std::string value(std::string_view name, const Entry& entry) const;
  // Every LDAP attribute the map names, each once: what a directory has to fetch. They live as long as the map.
  std::vector<std::string_view> ldap_attributes() const;

 private:
  std::vector<std::vector<AttributeSource>> sources_;  // in the order of attribute_names()
};

}  // namespace waybill::message
