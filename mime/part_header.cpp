// mime/part_header.cpp: lines and fields of a part's header.
#include "mime/part_header.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::mime {
namespace {

bool is_line_break(char c) { return c == '\n' || c == '\r'; }

// Where the name of a field ends; npos when the line begins none.
std::size_t name_end(std::string_view line) {
  const auto end = std::find_if_not(line.begin(), line.end(), base::is_field_name_char);
  return end != line.end() && *end == ':' ? static_cast<std::size_t>(end - line.begin()) : std::string_view::npos;
}

std::size_t behind_continuations(std::string_view header, std::size_t offset) {
  while (offset < header.size() && base::is_blank(header[offset])) offset = line_at(header, offset).next;
  return offset;
}

std::string_view without_line_end(std::string_view field) {
  if (field.ends_with("\r\n")) return field.substr(0, field.size() - 2);
  return field.substr(0, field.size() - (!field.empty() && is_line_break(field.back()) ? 1 : 0));
}

}  // namespace

// Byte by byte and not with memchr: two searches, for CR and for LF, would be quadratic where one of them is missing.
Line line_at(std::string_view bytes, std::size_t begin) {
  const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto end = static_cast<std::size_t>(std::find_if(from, bytes.end(), is_line_break) - bytes.begin());
  const std::size_t line_end = end == bytes.size() ? 0 : bytes.substr(end, 2) == "\r\n" ? 2 : 1;
  return {bytes.substr(begin, end - begin), end + line_end};
}

bool is_header_line(std::string_view text) {
  if (text.empty()) return false;
  return base::is_blank(text.front()) || text.starts_with("From ") || name_end(text) != std::string_view::npos;
}

std::optional<RawField> next_field(std::string_view header, std::size_t& offset) {
  while (offset < header.size()) {
    const std::size_t begin = offset;
    const Line line = line_at(header, begin);
    const std::size_t colon = name_end(line.text);
    offset = behind_continuations(header, line.next);
    if (colon == std::string_view::npos || colon == 0) continue;
    const std::string_view whole = header.substr(begin, offset - begin);
    return RawField{whole.substr(0, colon), without_line_end(whole).substr(colon + 1), whole};
  }
  return std::nullopt;
}

std::optional<RawField> find_field(std::string_view header, std::string_view name) {
  std::size_t offset = 0;
  while (const auto field = next_field(header, offset)) {
    if (base::equals_ignore_case(field->name, name)) return field;
  }
  return std::nullopt;
}

}  // namespace waybill::mime
