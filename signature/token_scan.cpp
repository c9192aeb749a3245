// signature/token_scan.cpp: tokens between percent signs.
#include "signature/token_scan.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace waybill::signature {

namespace {

constexpr std::string_view kMark = "%%";
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr std::size_t kLongestName = 64;

std::string_view trim_blanks(std::string_view text) {
  for (std::size_t before = 0; before != text.size();) {
    before = text.size();
    text = base::trim(text);
    if (text.starts_with(kNoBreakSpace)) text.remove_prefix(kNoBreakSpace.size());
    if (text.ends_with(kNoBreakSpace)) text.remove_suffix(kNoBreakSpace.size());
  }
  return text;
}

bool looks_like_a_name(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'z') || c == '_' || c == '-' ||
           c == '.' || c == ' ';
  };
  return !text.empty() && text.size() <= kLongestName && std::all_of(text.begin(), text.end(), fits);
}

std::string unknown(std::string_view name) {
  std::vector<std::string_view> known;
  for (const message::AttributeName& attribute : message::attribute_names()) {
    known.push_back(attribute.name);
    known.insert(known.end(), attribute.also.begin(), attribute.also.end());
  }
  std::string text = "unknown token %%" + std::string(name) + "%% stays as written";
  const std::string_view closest = base::closest(name, known);
  if (!closest.empty()) text += "; did you mean %%" + std::string(closest) + "%%?";
  return text;
}

}  // namespace

std::vector<TokenPart> scan_tokens(std::string_view html, std::size_t begin, std::size_t end, Remarks& remarks) {
  std::vector<TokenPart> parts;
  html = html.substr(0, end);
  std::size_t literal = begin;
  const auto flush = [&](std::size_t upto) {
    if (upto > literal) parts.push_back({html.substr(literal, upto - literal), nullptr});
  };
  for (std::size_t at = begin; (at = html.find(kMark, at)) != std::string_view::npos;) {
    const std::size_t inside = at + kMark.size();
    if (html.substr(inside).starts_with(kMark)) {
      flush(inside);  // one of the two marks
      literal = at = inside + kMark.size();
      continue;
    }
    const std::size_t close = html.find(kMark, inside);
    if (close == std::string_view::npos) break;
    const std::string_view written = html.substr(inside, close - inside);
    const std::string_view name = trim_blanks(written);
    const std::size_t behind = close + kMark.size();
    if (const message::AttributeName* attribute = message::find_attribute(name)) {
      flush(at);
      parts.push_back({html.substr(at, behind - at), attribute});
      literal = at = behind;
      continue;
    }
    const bool is_name = looks_like_a_name(name);
    if (is_name) remarks.push_back({at, unknown(name)});
    // "100%% of %%Name%%": the second mark may open a token.
    at = is_name && name.size() == written.size() ? behind : close;
  }
  flush(end);
  return parts;
}

}  // namespace waybill::signature
