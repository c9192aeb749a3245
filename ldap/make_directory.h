// ldap/make_directory.h: the directory that the settings ask for.
//
// What: none (every question is Unavailable), an LDIF file (ldap/watched_ldif.h), LDAP servers
// (ldap/server_directory.h), or several of these (ldap/directories.h).
// Contract: the file is read here; servers are not contacted before the first question, so that a directory that is
// down does not keep the daemon from starting.
// Fails: when the LDIF file cannot be used.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/ports.h"
#include "ldap/caches.h"
#include "ldap/options.h"

namespace waybill::ldap {

// `attributes`: what entries are to hold (message/attribute_map.h); addresses and memberOf come with them. `caches`: of
// the answers of servers.
base::Result<std::unique_ptr<engine::Directory>> make_directory(const Options& options,
                                                                const std::vector<std::string_view>& attributes,
                                                                Caches& caches);

// All of them as one; none of them: as Kind::None.
base::Result<std::unique_ptr<engine::Directory>> make_directories(const std::vector<Options>& options,
                                                                  const std::vector<std::string_view>& attributes,
                                                                  Caches& caches);

}  // namespace waybill::ldap
