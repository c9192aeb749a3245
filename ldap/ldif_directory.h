// ldap/ldif_directory.h: the directory in a file: no server needed.
//
// What: an LDIF file (an export of slapd or AD, or written by hand), read once, answered from memory.
// Not here: watching the file (ldap/watched_ldif.h).
//
// Contract
//   A person is found by mail, proxyAddresses (smtp:), userPrincipalName, mailAlternateAddress, or a uid that is an
//   address. When two entries claim an address, one that is not disabled wins, then the better attribute in this
//   order, then the earlier entry. When nobody does, whoever has it without its extension (`delimiters`, see
//   message::without_extension()). A subject without a domain is a login name: uid, sAMAccountName.
//   A group is found by cn, sAMAccountName, DN or address; where several have it, the members of each count, whoever
//   else owns the address. Membership is what member, uniqueMember, memberUid of groups, memberOf and primaryGroupID of
//   persons say, nested to any depth; a group that only a memberOf names exists too. A group is a member of itself:
//   mail to it goes to its members. Whom a dynamic group (groupOfURLs) holds is not known here: who is not in it
//   otherwise gets Unavailable, also for the groups that hold it; lists of groups are without it. Immutable: ask()
//   needs no lock, and no time worth a deadline.
// Fails: load() with the place in the file, also when a DN stands there twice, and when it has no entries: nobody means
// that, and it is what a file looks like that is about to be written.
// Threads: any number.
#pragma once

#include <istream>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "engine/ports.h"
#include "ldap/entry_store.h"

namespace waybill::ldap {

class LdifDirectory : public engine::Directory {
 public:
  static base::Result<std::unique_ptr<LdifDirectory>> load(const std::string& file,
                                                           const std::vector<std::string_view>& attributes,
                                                           std::string delimiters = {});
  // The same from a stream; `file` names it in errors.
  static base::Result<std::unique_ptr<LdifDirectory>> read(std::istream& in, const std::string& file,
                                                           const std::vector<std::string_view>& attributes,
                                                           std::string delimiters = {});

  std::vector<message::Fact> ask(const std::vector<message::Query>& queries,
                                 std::chrono::steady_clock::time_point deadline) override;

  // The number of entries in the file.
  std::size_t size() const { return entries_; }

 private:
  friend class LdifLoader;
  using Id = std::uint32_t;
  struct Owner {
    Id entry = 0;
    int rank = 0;  // of the attribute that says so, and whether the account is disabled; less is better
  };
  struct Edge {  // child is a direct member of group
    Id child = 0;
    Id group = 0;

    friend auto operator<=>(const Edge&, const Edge&) = default;
  };

  LdifDirectory(EntryStore store, std::string delimiters)
      : store_(std::move(store)), delimiters_(std::move(delimiters)) {}

  message::Fact answer(const message::Query& query) const;
  message::Fact find_person(const std::string& address) const;
  message::Fact find_entry(const std::string& dn) const;
  message::Fact find_member(const std::string& address, const std::string& group) const;
  message::Fact find_groups(const std::string& address) const;
  // Null: nobody has the address.
  const Owner* owner_of(const std::string& address) const;
  std::vector<Id> groups_named(const std::string& name) const;
  // Under which a group stands by that name or address.
  static std::string group_key(std::string_view name);
  // `start` and every group that contains it, directly or not; each once.
  std::vector<Id> closure(Id start) const;

  EntryStore store_;
  std::string delimiters_;
  Id entries_ = 0;  // those behind are groups that only a memberOf names
  std::vector<bool> is_group_;
  std::vector<bool> is_open_;  // holds a dynamic group, or is one
  std::unordered_map<std::string, Owner> by_address_;
  std::unordered_map<std::string, Id> by_dn_;
  std::unordered_map<std::string, std::vector<Id>> groups_by_name_;  // and by their addresses
  std::vector<Edge> edges_;                                          // sorted
};

}  // namespace waybill::ldap
