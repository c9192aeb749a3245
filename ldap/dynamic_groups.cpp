// ldap/dynamic_groups.cpp: halves of halves.
#include "ldap/dynamic_groups.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "ldap/dn.h"
#include "ldap/filter.h"
#include "ldap/member_url.h"
#include "ldap/schema.h"

namespace waybill::ldap {
namespace {

constexpr std::size_t kMostFilterBytes = 64UL * 1024;  // of many filters in one; slapd takes requests of 256 KB

// Whom it is true of is in the group.
struct MemberFilter {
  std::string filter;
  const std::string& group;
};

class Finder {
 public:
  Finder(const message::Entry& member, Connection& connection, Deadline deadline)
      : member_(member), connection_(connection), deadline_(deadline) {}

  base::Result<std::vector<std::string>> find(std::span<const message::Entry> groups) {
    std::vector<MemberFilter> filters;
    for (const message::Entry& group : groups) {
      if (auto failed = take(group, filters)) return std::move(*failed);
    }
    return those_that_hold(filters);
  }

 private:
  base::Result<SearchResult> search_at(const std::string& dn, const std::string& filter) {
    return connection_.search({dn, false, filter, {"1.1"}}, deadline_);
  }

  std::optional<base::Error> take(const message::Entry& group, std::vector<MemberFilter>& filters) {
    const auto urls = group.attributes.find(kMemberUrl);
    if (urls == group.attributes.end()) return std::nullopt;
    for (const std::string& text : urls->second) {
      auto url = parse_member_url(text);
      if (!url) continue;
      const auto is_there = looks_at_member(*url);
      if (!is_there) return is_there.error();
      if (*is_there) filters.push_back({std::move(url->filter), group.dn});
    }
    return std::nullopt;
  }

  base::Result<bool> looks_at_member(MemberUrl url) {
    if (covers(url, member_.dn)) return true;
    if (base::is_ascii(url.base) && base::is_ascii(member_.dn)) return false;
    const auto [known, is_new] = bases_.emplace(url.base, std::string());
    if (is_new) {
      const auto result = search_at(url.base, "(objectClass=*)");
      if (!result) return result.error();
      if (result->entries.empty() && !result->no_such_base) {
        return base::Error{
            base::ErrorKind::Unavailable,
            fmt::format("the base of a dynamic group, \"{}\", may not be read", base::printable(url.base))};
      }
      if (!result->entries.empty()) known->second = normalized_dn(result->entries.front().dn).value_or("");
    }
    url.base = known->second;
    return !url.base.empty() && covers(url, member_.dn);
  }

  base::Result<std::vector<std::string>> those_that_hold(std::span<const MemberFilter> filters) {
    std::vector<std::string> out;
    std::vector<std::span<const MemberFilter>> open = {filters};
    while (!open.empty()) {
      const auto some = open.back();
      open.pop_back();
      const auto holds = may_hold(some);
      if (!holds) return holds.error();
      if (!*holds) continue;
      if (some.size() == 1) {
        out.push_back(some.front().group);
      } else {
        open.push_back(some.subspan(some.size() / 2));
        open.push_back(some.first(some.size() / 2));
      }
    }
    return out;
  }

  // "No" is sure, and so is "yes" of one filter.
  base::Result<bool> may_hold(std::span<const MemberFilter> filters) {
    if (filters.empty()) return false;
    std::vector<std::string_view> texts;
    for (const MemberFilter& each : filters) texts.push_back(each.filter);
    const std::string filter = any_of_filters(texts);
    const bool is_one = filters.size() == 1;
    if (!is_one && filter.size() > kMostFilterBytes) return true;
    const auto result = search_at(member_.dn, filter);
    if (!result && result.error().kind == base::ErrorKind::Invalid) return !is_one;  // one of them is no filter
    if (!result) return result.error();
    return !result->entries.empty();
  }

  const message::Entry& member_;
  Connection& connection_;
  const Deadline deadline_;
  std::map<std::string, std::string> bases_;  // of URLs, and the server's keys of them; empty: there is none
};

}  // namespace

base::Result<std::vector<std::string>> groups_that_find(const message::Entry& member,
                                                        std::span<const message::Entry> groups, Connection& connection,
                                                        Deadline deadline) {
  return Finder(member, connection, deadline).find(groups);
}

}  // namespace waybill::ldap
