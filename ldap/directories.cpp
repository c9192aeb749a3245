// ldap/directories.cpp: one directory after the other, and answers put together.
#include "ldap/directories.h"

#include <algorithm>
#include <string>
#include <utility>

namespace waybill::ldap {
namespace {

using message::Fact;
using message::Found;
using message::NotFound;
using message::QueryKind;
using message::Unavailable;
using Time = std::chrono::steady_clock::time_point;

Fact united(const Found& one, const Found& other) {
  auto out = std::make_shared<message::Entry>(*one.entry);
  for (const auto& [name, values] : other.entry->attributes) {
    auto& all = out->attributes[name];
    for (const std::string& value : values) {
      if (std::find(all.begin(), all.end(), value) == all.end()) all.push_back(value);
    }
  }
  return Found{std::move(out)};
}

// Of two that are no Found.
Fact less_of(Fact one, Fact other) {
  auto* first = std::get_if<Unavailable>(&one);
  const auto* second = std::get_if<Unavailable>(&other);
  if (first != nullptr && second != nullptr) first->reason += "; " + second->reason;
  if (first != nullptr) return one;
  const bool same = second == nullptr && std::get<NotFound>(one).note == std::get<NotFound>(other).note;
  return second != nullptr || same ? std::move(other) : Fact(NotFound{});
}

Fact combined(QueryKind kind, Fact one, Fact other) {
  const auto* first = std::get_if<Found>(&one);
  const auto* second = std::get_if<Found>(&other);
  if (first == nullptr && second == nullptr) return less_of(std::move(one), std::move(other));
  const bool is_list = kind == QueryKind::Groups;
  if (first != nullptr && second != nullptr) return is_list ? united(*first, *second) : std::move(one);
  Fact& found = first != nullptr ? one : other;
  Fact& rest = first != nullptr ? other : one;
  return is_list && std::holds_alternative<Unavailable>(rest) ? std::move(rest) : std::move(found);
}

bool is_final(QueryKind kind, const Fact& fact) {
  return kind != QueryKind::Groups && std::holds_alternative<Found>(fact);
}

// When one of so many directories has to have answered.
Time share(std::size_t directories, Time deadline) {
  const Time now = std::chrono::steady_clock::now();
  return now + std::max(deadline - now, Time::duration::zero()) / static_cast<int>(directories);
}

}  // namespace

std::vector<Fact> Directories::ask(const std::vector<message::Query>& queries, Time deadline) {
  std::vector<Fact> out = directories_.front()->ask(queries, share(directories_.size(), deadline));
  for (std::size_t i = 1; i < directories_.size(); ++i) {
    std::vector<message::Query> open;
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < queries.size(); ++at) {
      if (is_final(queries[at].kind, out[at])) continue;
      open.push_back(queries[at]);
      places.push_back(at);
    }
    if (open.empty()) break;
    auto answers = directories_[i]->ask(open, share(directories_.size() - i, deadline));
    for (std::size_t at = 0; at < open.size(); ++at) {
      Fact& so_far = out[places[at]];
      so_far = combined(open[at].kind, std::move(so_far), std::move(answers[at]));
    }
  }
  return out;
}

bool Directories::is_up() const {
  return std::all_of(directories_.begin(), directories_.end(),
                     [](const auto& directory) { return directory->is_up(); });
}

}  // namespace waybill::ldap
