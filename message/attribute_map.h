// message/attribute_map.h: Exchange's names for a person's attributes, and where a directory keeps them.
//
// What: one table for tokens (%%Name%%) and rule words (SenderADAttribute...): the names of the ADAttribute
// list (2010 and later) and of the cmdlet page since 2023, both for the same LDAP attributes. Each row
// tries the Active Directory attribute first, then the inetOrgPerson one. Properties that are long lists
// (memberOf, directReports, proxyAddresses) are no tokens.
// Contract: the table is made once; finding and reading allocate nothing. Threads: any number.
// Source: Exchange, New-TransportRule, ApplyHtmlDisclaimerText and SenderADAttributeContainsWords; RFC 4519, RFC 2798,
// RFC 4524.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "message/fact.h"

namespace waybill::message {

struct AttributeName {
  std::string_view name;               // canonical: DisplayName, PhoneNumber, CustomAttribute1 ...
  std::vector<std::string_view> also;  // other accepted spellings
  std::vector<std::string_view> ldap;  // in order of preference
  std::size_t value = 0;               // which value of the last in ldap: the Other... numbers are its second one
};

const std::vector<AttributeName>& attribute_names();

// By any of its names, case-insensitive; null when unknown.
const AttributeName* find_attribute(std::string_view name);

// The value for `attribute` in `entry`; empty when there is none. Manager gives the DN.
std::string_view attribute_value(const AttributeName& attribute, const Entry& entry);

// Every LDAP attribute the table names, each once: what a directory has to fetch.
std::vector<std::string_view> ldap_attributes();

}  // namespace waybill::message
