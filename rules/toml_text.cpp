// rules/toml_text.cpp: literal strings where they can hold the text, else escapes.
#include "rules/toml_text.h"

#include <algorithm>

namespace waybill::rules {
namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7F;
}

std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (is_control(c)) {
      const auto byte = static_cast<unsigned char>(c);
      out += std::string("\\u00") + kHex[byte >> 4U] + kHex[byte & 0xFU];
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

std::string toml_quoted(std::string_view text) {
  const bool plain = std::none_of(text.begin(), text.end(), is_control);
  if (!plain || text.find('\n') != std::string_view::npos) return escaped(text);
  const bool special = text.find_first_of("\"\\") != std::string_view::npos;
  if (special && text.find('\'') == std::string_view::npos) return '\'' + std::string(text) + '\'';
  return escaped(text);
}

std::string toml_block(std::string_view text) {
  const bool plain = std::none_of(text.begin(), text.end(), is_control);
  if (!plain || text.find("'''") != std::string_view::npos || text.ends_with('\'')) return escaped(text);
  const char* first = text.starts_with('\n') ? "\n" : "";  // TOML drops a line break right behind the quotes
  return "'''" + (first + std::string(text)) + "'''";
}

}  // namespace waybill::rules
