// signature/mark.cpp: a hash in a class and an id.
#include "signature/mark.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace waybill::signature {

namespace {

constexpr std::string_view kWord = "waybill";

// FNV-1a, 64 bits (draft-eastlake-fnv).
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xCBF29CE484222325U;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return value;
}

bool holds_ignoring_case(std::string_view text, std::string_view lower_word) {
  return std::search(text.begin(), text.end(), lower_word.begin(), lower_word.end(),
                     [](char a, char b) { return base::lower(a) == b; }) != text.end();
}

}  // namespace

std::string mark_of(std::string_view rule, std::string_view whose) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const std::uint64_t value = hash(base::lower(rule) + '\0' + base::lower(whose));
  std::string out(kWord);
  for (int shift = 60; shift >= 0; shift -= 4) out += kDigits[(value >> shift) & 0xF];
  return out;
}

std::string with_mark(std::string html, std::string_view mark) {
  constexpr std::string_view kDiv = "<div";
  if (!html.starts_with(kDiv)) return html;
  std::string attributes = " class=\"";
  attributes.append(mark).append("\" id=\"").append(mark).append("\"");
  return html.insert(kDiv.size(), attributes);
}

bool has_mark(std::string_view html, const HtmlToken& start_tag, std::string_view mark) {
  HtmlAttributes attributes(html, start_tag);
  for (HtmlAttribute attribute; attributes.next(attribute);) {
    const bool is_name = base::equals_ignore_case(attribute.name, "id") ||
                         base::equals_ignore_case(attribute.name, "class") ||
                         base::equals_ignore_case(attribute.name, "name");
    if (is_name && holds_ignoring_case(attribute.value, mark)) return true;
  }
  return false;
}

}  // namespace waybill::signature
