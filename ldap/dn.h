// ldap/dn.h: distinguished names as keys.
//
// Contract: two spellings of one DN have one normal form: blanks around separators, escapes, the order inside a
// multi-valued RDN, case and blanks in values (ldap/case_ignore_match.h), and how the types of the table in RFC 4514,
// section 3, are called (cn, commonName, 2.5.4.3) do not matter.
// Fails: nullopt for what is no DN, also for the empty one (the root names no person and no group).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::ldap {

std::optional<std::string> normalized_dn(std::string_view text);

// The value of `attribute` (in lower case) in the first RDN, "" when it has none: for cn of "cn=All Users,ou=groups"
// "All Users".
std::string leading_value(std::string_view dn, std::string_view attribute);

// How many levels `dn` lies below `base` (normalized; empty: the root): 0 for itself. Nothing: it does not.
std::optional<std::size_t> levels_below(std::string_view dn, std::string_view base);

}  // namespace waybill::ldap
