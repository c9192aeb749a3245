// ldap/attribute_description.cpp: what stands before and behind the first semicolon.
#include "ldap/attribute_description.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "base/text.h"

namespace waybill::ldap {
namespace {

constexpr std::string_view kRange = ";range=";

using Description = message::Attributes::value_type;

// The type, and the options behind it.
std::vector<std::string_view> parts_of(std::string_view description) { return base::split(description, ';'); }

bool is_subtype(std::string_view description, const std::vector<std::string_view>& wanted) {
  const std::vector<std::string_view> parts = parts_of(description);
  return base::equals_ignore_case(parts.front(), wanted.front()) &&
         std::all_of(wanted.begin() + 1, wanted.end(), [&](std::string_view option) {
           return std::any_of(parts.begin() + 1, parts.end(),
                              [&](std::string_view part) { return base::equals_ignore_case(part, option); });
         });
}

// The one with the fewest options that has all of `wanted`. Null: there is none.
const Description* closest_to(std::string_view wanted, const message::Attributes& by_description) {
  const std::vector<std::string_view> parts = parts_of(wanted);
  const Description* out = nullptr;
  for (const Description& one : by_description) {
    if (one.second.empty() || has_range(one.first) || !is_subtype(one.first, parts)) continue;
    if (out == nullptr || parts_of(one.first).size() < parts_of(out->first).size()) out = &one;
  }
  return out;
}

}  // namespace

std::string_view type_of(std::string_view description) { return description.substr(0, description.find(';')); }

bool has_range(std::string_view description) { return base::lower(description).find(kRange) != std::string::npos; }

std::optional<std::size_t> next_of_range(std::string_view description) {
  const std::string lower = base::lower(description);
  const std::size_t at = lower.find(kRange);
  const std::size_t dash = at == std::string::npos ? at : lower.find('-', at);
  if (dash == std::string::npos) return std::nullopt;
  std::size_t last = 0;
  const auto [end, error] = std::from_chars(lower.data() + dash + 1, lower.data() + lower.size(), last);
  const bool complete = error == std::errc() && (end == lower.data() + lower.size() || *end == ';');
  return complete && last + 1 != 0 ? std::optional(last + 1) : std::nullopt;
}

// Attributes are sorted: the plain name comes before those with options.
message::Attributes by_type(const message::Attributes& by_description, const std::vector<std::string>& wanted) {
  message::Attributes out;
  for (const auto& [description, values] : by_description) {
    // Active Directory lists an attribute whose values come in ranges under its plain name, too, without values.
    if (values.empty()) continue;
    out.emplace(type_of(description), values);
    if (!has_range(description)) out.emplace(description, values);
  }
  for (const std::string& name : wanted) {
    if (type_of(name) == name || out.count(name) != 0) continue;
    const Description* one = closest_to(name, by_description);
    if (one != nullptr) out.emplace(name, one->second);
  }
  return out;
}

}  // namespace waybill::ldap
