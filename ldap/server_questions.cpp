// ldap/server_questions.cpp: each kind of question as a few searches.
#include "ldap/server_questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "ldap/dn.h"
#include "ldap/dynamic_groups.h"
#include "ldap/filter.h"
#include "ldap/schema.h"
#include "ldap/sid.h"
#include "message/address.h"

namespace waybill::ldap {
namespace {

constexpr std::size_t kMostGroups = 10000;  // that one person may be in, nested ones included
constexpr std::size_t kDnsInOneFilter = 20;
constexpr std::size_t kMostDynamicGroups = 1000;

const std::vector<std::string> kNoAttributes = {"1.1"};  // RFC 4511, 4.5.1.8
const std::vector<std::string> kGroupAttributes = {std::string(kMemberUrl)};

std::vector<std::string> values_of(const message::Entry& entry, std::string_view attribute) {
  const auto found = entry.attributes.find(attribute);
  return found == entry.attributes.end() ? std::vector<std::string>() : found->second;
}

// A DN as a key; what cannot be read still equals itself.
std::string key_of(const std::string& dn) { return normalized_dn(dn).value_or(base::lower(dn)); }

// The place in kAddressAttributes of the first attribute that has the address.
std::size_t rank_of(const message::Entry& entry, const std::string& address) {
  for (std::size_t i = 0; i < kAddressAttributes.size(); ++i) {
    for (const std::string& value : values_of(entry, kAddressAttributes[i])) {
      const bool proxy = base::starts_with_ignore_case(value, kProxyPrefix);
      const std::string_view bare = std::string_view(value).substr(proxy ? kProxyPrefix.size() : 0);
      if (message::normalized(base::trim(bare)) == address) return i;
    }
  }
  return kAddressAttributes.size();
}

std::string first_of(const message::Entry& entry, std::string_view attribute) {
  const auto values = values_of(entry, attribute);
  return values.empty() ? std::string() : values.front();
}

// A DN for Active Directory; empty: there is none.
std::string primary_group_of(const message::Entry& member) {
  const std::string sid = primary_group_sid(first_of(member, "objectSid"), first_of(member, "primaryGroupID"));
  return sid.empty() ? sid : dn_of_sid(sid);
}

bool is_disabled(const message::Entry& entry) {
  return std::any_of(kAccountAttributes.begin(), kAccountAttributes.end(),
                     [&](std::string_view attribute) { return says_disabled(attribute, first_of(entry, attribute)); });
}

base::Error cut_off(std::string_view what) {
  return {base::ErrorKind::Unavailable, fmt::format("the server's size limit cuts off {}", what)};
}

base::Error unknown_part(const std::string& url) {
  return {base::ErrorKind::Unavailable,
          fmt::format("a part of the search base is on another server, {}, which is not asked", base::printable(url))};
}

message::Fact yes() { return message::Found{}; }
message::Fact no(std::string note = {}) { return message::NotFound{std::move(note)}; }

}  // namespace

base::Result<message::Fact> ServerQuestions::answer(const message::Query& query) {
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
  return no();
}

base::Result<SearchResult> ServerQuestions::search_all(const std::string& filter,
                                                       const std::vector<std::string>& attributes, bool in_pages) {
  auto result = connection_.search({options_.base, true, filter, attributes, in_pages}, deadline_);
  if (result && result->no_such_base) {
    return base::Error{base::ErrorKind::Unavailable,
                       fmt::format("the search base \"{}\" does not exist or may not be read", options_.base)};
  }
  return result;
}

base::Result<SearchResult> ServerQuestions::search_few(const std::string& filter,
                                                       const std::vector<std::string>& attributes) {
  auto result = search_all(filter, attributes, false);
  return result && result->truncated ? search_all(filter, attributes) : result;
}

base::Result<ServerQuestions::EntryPointer> ServerQuestions::owner_of(const std::string& address) {
  const auto now = std::chrono::steady_clock::now();
  if (const auto kept = kept_owner(address, now)) return *kept;
  auto owner = search_owner(address);
  const std::string plain = message::without_extension(address, options_.recipient_delimiter);
  if (owner && *owner == nullptr && !plain.empty()) {
    const auto kept = kept_owner(plain, now);
    owner = kept ? base::Result<EntryPointer>(*kept) : search_owner(plain);
  }
  if (!owner) return owner;
  cache_.keep({message::QueryKind::Person, address}, *owner != nullptr ? message::Fact(message::Found{*owner}) : no(),
              now);
  return owner;
}

std::optional<ServerQuestions::EntryPointer> ServerQuestions::kept_owner(const std::string& address,
                                                                         Cache::Time now) const {
  const auto kept = cache_.find({message::QueryKind::Person, address}, now);
  if (!kept || kept->age != Cache::Age::Fresh) return std::nullopt;  // what is due comes to be asked again
  const auto* found = std::get_if<message::Found>(&kept->fact);
  return found != nullptr ? found->entry : nullptr;
}

base::Result<ServerQuestions::EntryPointer> ServerQuestions::search_owner(const std::string& address) {
  const bool has_uids = !connection_.is_active_directory();
  const bool is_login = message::domain_of(address).empty();
  const std::string filter = is_login ? login_filter(address, has_uids) : address_filter(address, has_uids);
  auto result = search_few(filter, attributes_);
  if (!result) return result.error();
  if (result->truncated) return cut_off("the owners of " + base::printable(address));
  if (result->entries.empty() && !result->elsewhere.empty()) return unknown_part(result->elsewhere);
  if (result->entries.empty()) return EntryPointer();
  const auto order = [&](const message::Entry& entry) {
    return std::tuple(is_disabled(entry), rank_of(entry, address), key_of(entry.dn));
  };
  const auto best =
      std::min_element(result->entries.begin(), result->entries.end(),
                       [&](const message::Entry& a, const message::Entry& b) { return order(a) < order(b); });
  return std::make_shared<const message::Entry>(std::move(*best));
}

base::Result<message::Fact> ServerQuestions::find_person(const std::string& address) {
  auto owner = owner_of(address);
  if (!owner) return owner.error();
  return *owner == nullptr ? no() : message::Fact(message::Found{std::move(*owner)});
}

base::Result<message::Fact> ServerQuestions::find_entry(const std::string& dn) {
  if (!normalized_dn(dn)) return no("not a DN");
  auto result = connection_.search({dn, false, "(objectClass=*)", attributes_}, deadline_);
  if (!result) return result.error();
  if (result->entries.empty()) return no();
  return message::Fact(message::Found{std::make_shared<const message::Entry>(std::move(result->entries.front()))});
}

base::Result<std::vector<message::Entry>> ServerQuestions::groups_named(const std::string& name) {
  if (normalized_dn(name)) {
    auto group = connection_.search({name, false, any_group_filter(), kGroupAttributes}, deadline_);
    if (!group) return group.error();
    if (!group->entries.empty()) return std::move(group->entries);
  }
  auto groups = search_few(group_filter(name), kGroupAttributes);
  if (!groups) return groups.error();
  if (groups->truncated) return cut_off("the groups named " + base::printable(name));
  if (groups->entries.empty() && !groups->elsewhere.empty()) return unknown_part(groups->elsewhere);
  return std::move(groups->entries);
}

base::Result<message::Fact> ServerQuestions::find_member(const std::string& address, const std::string& group) {
  const auto named = groups_named(group);
  if (!named) return named.error();
  if (named->empty()) return no(std::string(message::kNoSuchGroup));
  const auto owner = owner_of(address);
  if (!owner) return owner.error();
  if (*owner == nullptr) return no("not in the directory");
  Keys looked_for;
  for (const message::Entry& entry : *named) looked_for.insert(key_of(entry.dn));
  if (looked_for.count(key_of((*owner)->dn)) != 0) return yes();
  for (const message::Entry& entry : *named) {
    const auto member = has_member(entry, **owner);
    if (!member) return member.error();
    if (*member) return yes();
  }
  // The chain was walked already.
  if (connection_.is_active_directory()) return no();
  Ascent ascent{looked_for, {key_of((*owner)->dn)}};
  if (auto failed = ascend(**owner, ascent)) return std::move(*failed);
  return ascent.met ? yes() : no();
}

base::Result<message::Fact> ServerQuestions::find_groups(const std::string& address) {
  const auto owner = owner_of(address);
  if (!owner) return owner.error();
  if (*owner == nullptr) return no();
  const Keys none;
  Ascent ascent{none, {key_of((*owner)->dn)}};
  auto failed = connection_.is_active_directory() ? ascend_chains(**owner, ascent) : ascend(**owner, ascent);
  if (failed) return std::move(*failed);
  auto out = std::make_shared<message::Entry>();
  out->dn = (*owner)->dn;
  out->attributes["memberOf"] = std::move(ascent.groups);
  return message::Fact(message::Found{std::move(out)});
}

// On Active Directory nested groups count as well.
base::Result<bool> ServerQuestions::has_member(const message::Entry& group, const message::Entry& member) {
  if (connection_.is_active_directory()) return is_in_chain(group.dn, member);
  const std::string filter = member_filter({member.dn}, values_of(member, kUid));
  const auto result = connection_.search({group.dn, false, filter, kNoAttributes}, deadline_);
  if (!result) return result.error();
  if (!result->entries.empty()) return true;
  const auto found = groups_that_find(member, {&group, 1}, connection_, deadline_);
  if (!found) return found.error();
  return !found->empty();
}

base::Result<bool> ServerQuestions::is_in_chain(const std::string& group, const message::Entry& member) {
  for (const std::string& start : {member.dn, primary_group_of(member)}) {
    if (start.empty()) continue;
    const auto result = connection_.search({start, false, in_chain_filter(group), kNoAttributes}, deadline_);
    if (!result) return result.error();
    if (!result->entries.empty()) return true;
  }
  return false;
}

void ServerQuestions::Ascent::meet(const std::string& group) {
  std::string key = key_of(group);
  met = met || looked_for.count(key) != 0;
  if (seen.insert(std::move(key)).second) groups.push_back(group);
}

ServerQuestions::Failure ServerQuestions::ascend(const message::Entry& start, Ascent& ascent) {
  for (const std::string& dn : values_of(start, "memberOf")) ascent.meet(dn);
  if (auto failed = meet_dynamic_groups(start, ascent)) return failed;
  // The start is asked for first and alone, with its uids; then the groups met, as they come.
  std::vector<std::string> asked = {start.dn};
  std::vector<std::string> uids = values_of(start, kUid);
  for (std::size_t next = 0; !asked.empty() && !ascent.met;) {
    const auto result =
        search_all(fmt::format("(&{}{})", any_group_filter(), member_filter(asked, uids)), kNoAttributes);
    if (!result) return result.error();
    for (const message::Entry& group : result->entries) ascent.meet(group.dn);
    if (!result->elsewhere.empty()) ascent.elsewhere = result->elsewhere;
    if (result->truncated && !ascent.met) return cut_off("the groups of " + base::printable(start.dn));
    if (ascent.groups.size() > kMostGroups) {
      return base::Error{base::ErrorKind::TooLarge, base::printable(start.dn) + " is in too many groups"};
    }
    uids.clear();
    const std::size_t end = std::min(next + kDnsInOneFilter, ascent.groups.size());
    asked.assign(ascent.groups.begin() + static_cast<std::ptrdiff_t>(next),
                 ascent.groups.begin() + static_cast<std::ptrdiff_t>(end));
    next = end;
  }
  if (!ascent.met && !ascent.elsewhere.empty()) return unknown_part(ascent.elsewhere);
  return std::nullopt;
}

ServerQuestions::Failure ServerQuestions::meet_dynamic_groups(const message::Entry& start, Ascent& ascent) {
  if (ascent.met) return std::nullopt;
  const auto groups = search_all(dynamic_group_filter(), kGroupAttributes);
  if (!groups) return groups.error();
  if (groups->truncated || groups->entries.size() > kMostDynamicGroups) return cut_off("the dynamic groups");
  ascent.elsewhere = groups->elsewhere;
  const auto found = groups_that_find(start, groups->entries, connection_, deadline_);
  if (!found) return found.error();
  for (const std::string& group : *found) ascent.meet(group);
  return std::nullopt;
}

ServerQuestions::Failure ServerQuestions::ascend_chains(const message::Entry& start, Ascent& ascent) {
  std::vector<std::string> starts = {start.dn};
  for (const std::string& dn : values_of(start, "memberOf")) ascent.meet(dn);
  if (const std::string base = primary_group_of(start); !base.empty()) {
    const auto primary = connection_.search({base, false, any_group_filter(), kNoAttributes}, deadline_);
    if (!primary) return primary.error();
    for (const message::Entry& group : primary->entries) {
      ascent.meet(group.dn);
      starts.push_back(group.dn);
    }
  }
  for (const std::string& dn : starts) {
    const auto groups = search_all(holds_in_chain_filter(dn), kNoAttributes);
    if (!groups) return groups.error();
    if (groups->truncated) return cut_off("the groups of " + base::printable(start.dn));
    for (const message::Entry& group : groups->entries) ascent.meet(group.dn);
  }
  return std::nullopt;
}

}  // namespace waybill::ldap
