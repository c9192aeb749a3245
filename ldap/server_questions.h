// ldap/server_questions.h: what a question about a person or group means in LDAP searches.
//
// Contract
//   Person: whoever owns the address (ldap/filter.h). When several entries do, one that is not disabled wins, then the
//   one that has it in the better attribute (mail, proxyAddresses, userPrincipalName, mailAlternateAddress, uid), then
//   the DN that sorts first: always the same one, whatever order the server answers in. When nobody does, whoever owns
//   it without its extension (options.recipient_delimiter). Active Directory has no index on uid: it is not asked for.
//   A subject without a domain is a login name: uid, sAMAccountName.
//   Member: the server is asked whether the group has that member; members are never fetched. Nested groups: Active
//   Directory walks the chain itself; elsewhere the groups that contain the person are asked for, then those that
//   contain these, each once, until the named one is met. When several groups have the name, each counts. A group is a
//   member of itself.
//   A group name that has the form of a DN is one only where an entry has that DN.
//   "No" is said only after complete searches: a missing search base, refused access, a size limit, or a part of the
//   base for which the server refers to another (unless that one is another directory of the settings) is an Error.
// Threads: one, that of the connection; the cache is shared.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "ldap/cache.h"
#include "ldap/connection.h"
#include "ldap/options.h"
#include "message/fact.h"

namespace waybill::ldap {

class ServerQuestions {
 public:
  // `attributes`: what entries are fetched with. All arguments outlive the object.
  ServerQuestions(Connection& connection, const Options& options, const std::vector<std::string>& attributes,
                  Cache& cache, Deadline deadline)
      : connection_(connection), options_(options), attributes_(attributes), cache_(cache), deadline_(deadline) {}

  base::Result<message::Fact> answer(const message::Query& query);

 private:
  using Answer = base::Result<message::Fact>;
  using EntryPointer = std::shared_ptr<const message::Entry>;
  using Keys = std::set<std::string>;  // normalized DNs

  // Groups above an entry, each once.
  struct Ascent {
    const Keys& looked_for;
    Keys seen;
    bool met = false;            // one of those looked for
    std::string elsewhere = {};  // a server that may know more of them
    std::vector<std::string> groups = {};

    void meet(const std::string& group);
  };

  using Failure = std::optional<base::Error>;

  Answer find_person(const std::string& address);
  Answer find_entry(const std::string& dn);
  Answer find_member(const std::string& address, const std::string& group);
  Answer find_groups(const std::string& address);

  // Null: nobody has the address.
  base::Result<EntryPointer> owner_of(const std::string& address);
  std::optional<EntryPointer> kept_owner(const std::string& address, Cache::Time now) const;
  base::Result<EntryPointer> search_owner(const std::string& address);
  base::Result<std::vector<message::Entry>> groups_named(const std::string& name);
  base::Result<bool> has_member(const message::Entry& group, const message::Entry& member);
  base::Result<bool> is_in_chain(const std::string& group, const message::Entry& member);
  // The ways up from `start`; nothing: gone to the end, or until what is looked for was met.
  Failure ascend(const message::Entry& start, Ascent& ascent);
  Failure ascend_chains(const message::Entry& start, Ascent& ascent);
  Failure meet_dynamic_groups(const message::Entry& start, Ascent& ascent);
  base::Result<SearchResult> search_all(const std::string& filter, const std::vector<std::string>& attributes,
                                        bool in_pages = true);
  // For what is mostly one entry: in pages only when there are many, as they take the server longer.
  base::Result<SearchResult> search_few(const std::string& filter, const std::vector<std::string>& attributes);

  Connection& connection_;
  const Options& options_;
  const std::vector<std::string>& attributes_;
  Cache& cache_;
  const Deadline deadline_;
};

}  // namespace waybill::ldap
