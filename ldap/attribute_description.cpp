// ldap/attribute_description.cpp: what stands before and behind the first semicolon.
#include "ldap/attribute_description.h"

#include <charconv>
#include <string>

#include "base/text.h"

namespace waybill::ldap {
namespace {

constexpr std::string_view kRange = ";range=";

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
message::Attributes by_type(const message::Attributes& by_description) {
  message::Attributes out;
  for (const auto& [description, values] : by_description) {
    // Active Directory lists an attribute whose values come in ranges under its plain name, too, without values.
    if (values.empty()) continue;
    out.emplace(type_of(description), values);
    if (!has_range(description)) out.emplace(description, values);
  }
  return out;
}

}  // namespace waybill::ldap
