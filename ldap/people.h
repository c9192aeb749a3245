// ldap/people.h: everybody in a directory, one after the other.
//
// What: for people who look at their directory as a whole. A person here is an entry that has an e-mail address
// (ldap/schema.h) and is no group.
// Contract: entries come as they stand, with the attributes that were asked for and those of ldap/schema.h; nothing is
//   kept of them. `most`: 0 is everybody.
// Fails: when the directory cannot be read; people may have been handed over by then.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ldap/connection.h"
#include "ldap/streamed_search.h"

namespace waybill::ldap {

using TakePerson = std::function<void(const message::Entry&)>;

// Everybody below `base`. Streamed::entries counts people.
base::Result<Streamed> read_people(Connection& connection, const std::string& base,
                                   const std::vector<std::string_view>& attributes, std::size_t most,
                                   const TakePerson& take);

// Everybody in an LDIF file.
base::Result<Streamed> read_people(const std::string& file, const std::vector<std::string_view>& attributes,
                                   std::size_t most, const TakePerson& take);

}  // namespace waybill::ldap
