// ldap/ldif_directory.cpp: look-ups; ldap/ldif_loader.cpp makes what they look into.
#include "ldap/ldif_directory.h"

#include <algorithm>
#include <unordered_set>

#include "ldap/case_ignore_match.h"
#include "ldap/dn.h"
#include "message/address.h"

namespace waybill::ldap {

std::vector<message::Fact> LdifDirectory::ask(const std::vector<message::Query>& queries,
                                              std::chrono::steady_clock::time_point) {
  std::vector<message::Fact> out;
  out.reserve(queries.size());
  for (const message::Query& query : queries) out.push_back(answer(query));
  return out;
}

message::Fact LdifDirectory::answer(const message::Query& query) const {
  switch (query.kind) {
    case message::QueryKind::Person:
      return find_person(query.subject);
    case message::QueryKind::Entry:
      return find_entry(query.subject);
    case message::QueryKind::Member:
      return find_member(query.subject, query.group);
    case message::QueryKind::Groups:
      return find_groups(query.subject);
    case message::QueryKind::Attachments:
      break;
  }
  return message::NotFound{};
}

message::Fact LdifDirectory::find_person(const std::string& address) const {
  const Owner* owner = owner_of(address);
  if (owner == nullptr) return message::NotFound{};
  return message::Found{store_.entry(owner->entry)};
}

message::Fact LdifDirectory::find_entry(const std::string& dn) const {
  const auto key = normalized_dn(dn);
  if (!key) return message::NotFound{"not a DN"};
  const auto entry = by_dn_.find(*key);
  if (entry == by_dn_.end() || entry->second >= entries_) return message::NotFound{};
  return message::Found{store_.entry(entry->second)};
}

message::Fact LdifDirectory::find_member(const std::string& address, const std::string& group) const {
  const std::vector<Id> named = groups_named(group);
  if (named.empty()) return message::NotFound{std::string(message::kNoSuchGroup)};
  const Owner* owner = owner_of(address);
  if (owner == nullptr) return message::NotFound{"not in the directory"};
  const std::vector<Id> mine = closure(owner->entry);
  if (std::find_first_of(mine.begin(), mine.end(), named.begin(), named.end()) != mine.end()) return message::Found{};
  if (std::any_of(named.begin(), named.end(), [&](Id id) { return is_open_[id]; })) {
    return message::Unavailable{"the group is, or holds, a dynamic group, whose members only a server knows"};
  }
  return message::NotFound{};
}

message::Fact LdifDirectory::find_groups(const std::string& address) const {
  const Owner* owner = owner_of(address);
  if (owner == nullptr) return message::NotFound{};
  auto out = std::make_shared<message::Entry>();
  out->dn = store_.dn(owner->entry);
  auto& groups = out->attributes["memberOf"];
  for (const Id id : closure(owner->entry)) {
    if (id != owner->entry) groups.emplace_back(store_.dn(id));
  }
  return message::Found{std::move(out)};
}

const LdifDirectory::Owner* LdifDirectory::owner_of(const std::string& address) const {
  auto owner = by_address_.find(message::normalized(address));
  const std::string plain = message::without_extension(address, delimiters_);
  if (owner == by_address_.end() && !plain.empty()) owner = by_address_.find(message::normalized(plain));
  return owner == by_address_.end() ? nullptr : &owner->second;
}

std::vector<LdifDirectory::Id> LdifDirectory::groups_named(const std::string& name) const {
  std::vector<Id> out;
  const auto named = groups_by_name_.find(group_key(name));
  if (named != groups_by_name_.end()) out = named->second;
  const auto key = normalized_dn(name);
  const auto entry = key ? by_dn_.find(*key) : by_dn_.end();
  if (entry != by_dn_.end() && is_group_[entry->second]) out.push_back(entry->second);
  return out;
}

std::vector<LdifDirectory::Id> LdifDirectory::closure(Id start) const {
  std::vector<Id> out = {start};
  std::unordered_set<Id> seen = {start};
  for (std::size_t next = 0; next < out.size(); ++next) {
    auto edge = std::lower_bound(edges_.begin(), edges_.end(), Edge{out[next], 0});
    for (; edge != edges_.end() && edge->child == out[next]; ++edge) {
      if (seen.insert(edge->group).second) out.push_back(edge->group);
    }
  }
  return out;
}

std::string LdifDirectory::group_key(std::string_view name) { return message::normalized(folded(name)); }

}  // namespace waybill::ldap
