// ldap/presence.h: which attributes anybody in the directory has.
//
// What: for people who look for a trouble: a token whose attribute nobody has, or that the login may not read, is empty
// in every mail.
// Contract: blocks, at most options.operation_timeout for each attribute. Attribute names compare without case.
//   REQUIRES: SIGPIPE is ignored or blocked.
// Fails: when the directory cannot be asked, or not about all of them.
// Cost: a server is asked for one entry an attribute; an LDIF file is read once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ldap/options.h"

namespace waybill::ldap {

// One answer a name, in their order. REQUIRES: options.kind is not None.
base::Result<std::vector<bool>> find_present(const Options& options, const std::vector<std::string_view>& names);

}  // namespace waybill::ldap
