// ldap/filter.h: LDAP search filters (RFC 4515) that no value can break out of.
//
// Contract: every value is escaped; what comes back is a complete filter. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waybill::ldap {

// `(`, `)`, `*`, `\`, NUL and what is not ASCII as \HH.
std::string escaped(std::string_view value);

// Whoever owns an e-mail address, persons and groups. `has_uids`: people may have an address as their uid, too.
// REQUIRES: the address is normalized. A domain that has two forms is sought in both.
std::string address_filter(std::string_view address, bool has_uids);

// Whoever logs in by that name, which is no address.
std::string login_filter(std::string_view name, bool has_uids);

// Whoever has any e-mail address.
std::string any_address_filter();

// Groups of that name or address.
std::string group_filter(std::string_view name);

// Any group: for a base search that asks whether a DN is one.
std::string any_group_filter();

// Groups whose members are whom a search finds (memberURL).
std::string dynamic_group_filter();

// Whoever meets one of these, which are complete filters.
std::string any_of_filters(const std::vector<std::string_view>& filters);

// Groups that have one of these DNs as a direct member, or one of `uids` as memberUid.
std::string member_filter(const std::vector<std::string>& dns, const std::vector<std::string>& uids);

// On a person's or her primary group's own entry: is it that group, or in it, nested ones included? Active Directory
// walks the chain itself (LDAP_MATCHING_RULE_IN_CHAIN).
std::string in_chain_filter(std::string_view group_dn);

// The other way round: the groups that hold that DN, nested ones included.
std::string holds_in_chain_filter(std::string_view dn);

}  // namespace waybill::ldap
