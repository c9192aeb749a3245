// ldap/presence.h: what the directory shows anything of.
//
// What: for people who look for a trouble. A missing right looks like a fact: a token whose attribute the login may not
// read is empty in every mail, a group whose members it may not read has none.
// Contract: blocks, at most options.operation_timeout for each search. Attribute names compare without case.
//   REQUIRES: SIGPIPE is ignored or blocked; options.kind is not None.
// Fails: when the directory cannot be asked, or not about all of them.
// Cost: a server is asked for one entry an attribute, and twice for a group; an LDIF file is read once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ldap/options.h"

namespace waybill::ldap {

// Which of these attributes somebody has: one answer a name, in their order.
base::Result<std::vector<bool>> find_present(const Options& options, const std::vector<std::string_view>& names);

// Which of these groups, by any name that a rule may call them, show no member though their class says that they have
// one: groupOfNames and groupOfUniqueNames (RFC 4519, 3.5 and 3.6). None of those in an LDIF file: there nobody hides
// any.
base::Result<std::vector<bool>> find_hidden_members(const Options& options, const std::vector<std::string>& groups);

}  // namespace waybill::ldap
