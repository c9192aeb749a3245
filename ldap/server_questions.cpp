// ldap/server_questions.cpp: each kind of question as a few searches.
#include "ldap/server_questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "ldap/dn.h"
#include "ldap/filter.h"
#include "ldap/schema.h"

namespace waybill::ldap {
namespace {

constexpr std::size_t kMostGroups = 10000;  // that one person may be in, nested ones included
constexpr std::size_t kDnsInOneFilter = 20;

const std::vector<std::string> kNoAttributes = {"1.1"};  // RFC 4511, 4.5.1.8

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
      if (base::equals_ignore_case(bare, address)) return i;
    }
  }
  return kAddressAttributes.size();
}

base::Error cut_off(std::string_view what) {
  return {base::ErrorKind::Unavailable, fmt::format("the server's size limit cuts off {}", what)};
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
                                                       const std::vector<std::string>& attributes) {
  auto result = connection_.search({options_.base, true, filter, attributes}, deadline_);
  if (result && result->no_such_base) {
    return base::Error{base::ErrorKind::Unavailable,
                       fmt::format("the search base \"{}\" does not exist or may not be read", options_.base)};
  }
  return result;
}

base::Result<ServerQuestions::EntryPointer> ServerQuestions::owner_of(const std::string& address) {
  const message::Query person{message::QueryKind::Person, address};
  const auto now = std::chrono::steady_clock::now();
  const auto kept = cache_.find(person, now);
  if (kept && kept->age == Cache::Age::Fresh) {  // what is due comes to be asked again
    const auto* found = std::get_if<message::Found>(&kept->fact);
    return found != nullptr ? found->entry : nullptr;
  }
  auto result = search_all(address_filter(address), attributes_);
  if (!result) return result.error();
  if (result->truncated) return cut_off("the owners of " + base::printable(address));
  EntryPointer owner;
  if (!result->entries.empty()) {
    const auto order = [&](const message::Entry& entry) {
      return std::tuple(rank_of(entry, address), key_of(entry.dn));
    };
    const auto best =
        std::min_element(result->entries.begin(), result->entries.end(),
                         [&](const message::Entry& a, const message::Entry& b) { return order(a) < order(b); });
    owner = std::make_shared<const message::Entry>(std::move(*best));
  }
  cache_.keep(person, owner != nullptr ? message::Fact(message::Found{owner}) : no(), now);
  return owner;
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

base::Result<std::vector<std::string>> ServerQuestions::groups_named(const std::string& name) {
  std::vector<std::string> out;
  if (normalized_dn(name)) {
    const auto group = connection_.search({name, false, any_group_filter(), kNoAttributes}, deadline_);
    if (!group) return group.error();
    for (const message::Entry& entry : group->entries) out.push_back(entry.dn);
    return out;
  }
  const auto groups = search_all(group_filter(name), kNoAttributes);
  if (!groups) return groups.error();
  if (groups->truncated) return cut_off("the groups named " + base::printable(name));
  for (const message::Entry& entry : groups->entries) out.push_back(entry.dn);
  return out;
}

base::Result<message::Fact> ServerQuestions::find_member(const std::string& address, const std::string& group) {
  const auto named = groups_named(group);
  if (!named) return named.error();
  if (named->empty()) return no(std::string(message::kNoSuchGroup));
  const auto owner = owner_of(address);
  if (!owner) return owner.error();
  if (*owner == nullptr) return no("not in the directory");
  Keys looked_for;
  for (const std::string& dn : *named) looked_for.insert(key_of(dn));
  if (looked_for.count(key_of((*owner)->dn)) != 0) return yes();
  for (const std::string& dn : *named) {
    const auto member = has_member(dn, **owner);
    if (!member) return member.error();
    if (*member) return yes();
  }
  if (connection_.is_active_directory()) return no();
  const auto ascent = ascend(**owner, looked_for);
  if (!ascent) return ascent.error();
  return ascent->met ? yes() : no();
}

base::Result<message::Fact> ServerQuestions::find_groups(const std::string& address) {
  const auto owner = owner_of(address);
  if (!owner) return owner.error();
  if (*owner == nullptr) return no();
  auto ascent = ascend(**owner, {});
  if (!ascent) return ascent.error();
  auto out = std::make_shared<message::Entry>();
  out->dn = (*owner)->dn;
  out->attributes["memberOf"] = std::move(ascent->groups);
  return message::Fact(message::Found{std::move(out)});
}

// On Active Directory nested groups count as well.
base::Result<bool> ServerQuestions::has_member(const std::string& group, const message::Entry& member) {
  const auto uids = values_of(member, "uid");
  const bool chain = connection_.is_active_directory();
  const std::string filter = chain ? in_chain_filter(group) : member_filter({member.dn}, uids.empty() ? "" : uids[0]);
  const auto result = connection_.search({chain ? member.dn : group, false, filter, kNoAttributes}, deadline_);
  if (!result) return result.error();
  return !result->entries.empty();
}

base::Result<ServerQuestions::Ascent> ServerQuestions::ascend(const message::Entry& start, const Keys& looked_for) {
  Ascent out;
  Keys seen = {key_of(start.dn)};
  const auto meet = [&](const std::string& dn) {
    std::string key = key_of(dn);
    out.met = out.met || looked_for.count(key) != 0;
    if (seen.insert(std::move(key)).second) out.groups.push_back(dn);
  };
  for (const std::string& dn : values_of(start, "memberOf")) meet(dn);
  // The start is asked for first and alone, with its uid; then the groups met, as they come.
  const auto uids = values_of(start, "uid");
  std::vector<std::string> asked = {start.dn};
  std::string uid = uids.empty() ? "" : uids[0];
  for (std::size_t next = 0; !asked.empty() && !out.met;) {
    const auto result =
        search_all(fmt::format("(&{}{})", any_group_filter(), member_filter(asked, uid)), kNoAttributes);
    if (!result) return result.error();
    for (const message::Entry& group : result->entries) meet(group.dn);
    if (result->truncated && !out.met) return cut_off("the groups of " + base::printable(start.dn));
    if (out.groups.size() > kMostGroups) {
      return base::Error{base::ErrorKind::TooLarge, base::printable(start.dn) + " is in too many groups"};
    }
    uid.clear();
    const std::size_t end = std::min(next + kDnsInOneFilter, out.groups.size());
    asked.assign(out.groups.begin() + static_cast<std::ptrdiff_t>(next),
                 out.groups.begin() + static_cast<std::ptrdiff_t>(end));
    next = end;
  }
  return out;
}

}  // namespace waybill::ldap
