// message/fact.cpp: printing and keeping of directory questions and answers.
#include "message/fact.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::message {

std::string to_string(const Query& query) {
  switch (query.kind) {
    case QueryKind::Person:
      return "person " + query.subject;
    case QueryKind::Entry:
      return "entry " + query.subject;
    case QueryKind::Member:
      return "member " + query.subject + " of \"" + query.group + '"';
    case QueryKind::Groups:
      return "groups " + query.subject;
    case QueryKind::Attachments:
      return "attachments";
  }
  return {};
}

bool NoCaseLess::operator()(std::string_view a, std::string_view b) const {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return base::lower(x) < base::lower(y); });
}

std::size_t bytes_of(const Query& query, const Fact& fact) {
  constexpr std::size_t kItself = 256;  // beside its texts: nodes, links, counters
  std::size_t out = kItself + query.subject.size() + query.group.size();
  const auto* found = std::get_if<Found>(&fact);
  if (found == nullptr || !found->entry) return out;
  out += found->entry->dn.size();
  for (const auto& [name, values] : found->entry->attributes) {
    out += kItself / 2 + name.size();
    for (const std::string& value : values) out += sizeof(std::string) + value.size();
  }
  return out;
}

const Fact* Facts::find(const Query& query) const {
  const auto it = facts_.find(query);
  return it == facts_.end() ? nullptr : &it->second;
}

}  // namespace waybill::message
