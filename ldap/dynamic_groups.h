// ldap/dynamic_groups.h: which groups find somebody by their memberURLs.
//
// Contract: the server is asked about the one entry, at its DN, with the filters of the URLs: all in one search, and in
//   one for each half of those of which it says that some are true. Whether a URL looks where the entry is, we see
//   ourselves. Outside of ASCII a DN may be written in several ways: then the server is asked for its own way to write
//   the URL's base. URLs that cannot be read (ldap/member_url.h), and filters that the library takes for none, find
//   nobody.
// Fails: as Connection::search(), and when a base may not be read.
// Threads: one, that of the connection.
// Source: slapo-dynlist(5).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "ldap/connection.h"
#include "message/fact.h"

namespace waybill::ldap {

// Their DNs. `groups`: entries with their memberURL.
base::Result<std::vector<std::string>> groups_that_find(const message::Entry& member,
                                                        std::span<const message::Entry> groups, Connection& connection,
                                                        Deadline deadline);

}  // namespace waybill::ldap
