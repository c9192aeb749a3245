// engine/tag_list.cpp: one pair after another.
#include "engine/tag_list.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::engine {
namespace {

bool is_letter(char c) { return base::lower(c) >= 'a' && base::lower(c) <= 'z'; }

bool is_tag_name(std::string_view name) {
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
  });
}

// Beyond ASCII too: domains may be written in UTF-8 (RFC 8616).
bool is_tag_value(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) {
    return (static_cast<unsigned char>(c) < ' ' && !base::is_space(c)) || c == '\x7f';
  });
}

}  // namespace

std::optional<TagList> read_tag_list(std::string_view text) {
  TagList out;
  text = base::trim(text);
  if (text.ends_with(';')) text.remove_suffix(1);
  for (const std::string_view pair : base::split(text, ';')) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view name = base::trim(pair.substr(0, equals));
    const std::string_view value = base::trim(pair.substr(equals + 1));
    if (!is_tag_name(name) || !is_tag_value(value) || !out.emplace(name, value).second) return std::nullopt;
  }
  return out;
}

}  // namespace waybill::engine
