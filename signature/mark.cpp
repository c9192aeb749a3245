// signature/mark.cpp: a hash in a class and an id.
#include "signature/mark.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::signature {

namespace {

constexpr std::string_view kWord = "waybill";

bool holds_ignoring_case(std::string_view text, std::string_view lower_word) {
  return std::search(text.begin(), text.end(), lower_word.begin(), lower_word.end(),
                     [](char a, char b) { return base::lower(a) == b; }) != text.end();
}

}  // namespace

std::string mark_of(std::string_view rule, std::string_view whose) {
  return std::string(kWord) + base::to_hex(base::fnv1a(base::lower(rule) + '\0' + base::lower(whose)));
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
