// signature/place_plain.cpp: the signature in plain text, fixed or flowed.
#include <algorithm>

#include "base/text.h"
#include "signature/place.h"

namespace waybill::signature {

namespace {

constexpr std::size_t kLongestFixed = 900;  // bytes; below the 998 of RFC 5322
constexpr std::size_t kLongestFlowed = 78;  // characters; RFC 3676, 4.2
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kSeparator = "-- ";

// Where `most` bytes, or characters, of `line` end.
std::size_t prefix(std::string_view line, std::size_t most, bool characters) {
  if (!characters) return std::min(most, line.size());
  std::size_t at = 0;
  for (std::size_t n = 0; n < most && at < line.size(); ++n) base::next_code_point(line, at);
  return at;
}

// The last blank at which `line` may be broken so that what stands before fits; else the first one behind.
std::size_t find_break(std::string_view line, std::size_t most, bool characters) {
  const std::size_t fitting = prefix(line, most, characters);
  if (fitting == line.size()) return std::string_view::npos;
  const std::size_t first = line.find_first_not_of(' ');
  const std::size_t before = line.rfind(' ', fitting);
  const bool is_good = before != std::string_view::npos && before > first && line.substr(0, before) != "--";
  return is_good ? before : line.find(' ', std::max(fitting, first));
}

// One line of the signature in the part's own way.
void append_line(std::string& out, std::string_view line, const PlainStyle& style) {
  const auto stuff = [&](std::string_view text) {
    const bool needs = text.starts_with(' ') || text.starts_with('>') || text.starts_with("From ");
    if (style.flowed && needs) out += ' ';
  };
  const std::size_t most = style.flowed ? kLongestFlowed - 3 : kLongestFixed;  // a stuffed blank, soft break
  while (line != kSeparator) {
    const std::size_t blank = find_break(line, most, style.flowed);
    if (blank == std::string_view::npos || blank + 1 == line.size()) break;
    stuff(line);
    out += line.substr(0, blank);
    if (style.flowed) out += style.delsp ? "  " : " ";
    out += style.line_end;
    line.remove_prefix(blank + 1);
  }
  if (line != kSeparator) line = line.substr(0, line.find_last_not_of(' ') + 1);  // else flowed: it would join
  stuff(line);
  out += line;
}

std::string lines_of(std::string_view fragment, const PlainStyle& style) {
  std::string out;
  for (const std::string_view line : base::split(fragment, '\n')) {
    if (line.data() != fragment.data()) out += style.line_end;
    append_line(out, line, style);
  }
  return out;
}

// A flowed line of one blank is a stuffed empty one; of two, it would swallow what follows.
bool is_empty_line(std::string_view line, bool flowed) {
  return flowed ? line.empty() || line == " " : base::trim(line).empty();
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

Placement append(std::string_view text, std::string_view lines, const PlainStyle& style) {
  Placement placement{text.size(), {}};
  if (text.empty() || text == kByteOrderMark) {
    placement.bytes = lines;
    return placement;
  }
  const bool is_ended = text.ends_with('\n');
  const std::string_view rest = is_ended ? without_line_end(text) : text;
  const std::string_view last = rest.substr(rest.find_last_of('\n') + 1);  // npos + 1 is 0
  if (!is_ended) placement.bytes += style.line_end;
  if (!is_empty_line(last, style.flowed)) placement.bytes += style.line_end;
  placement.bytes += lines;
  if (is_ended) placement.bytes += style.line_end;
  return placement;
}

Placement prepend(std::string_view text, std::string_view lines, const PlainStyle& style) {
  Placement placement{text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0, std::string(lines)};
  const std::string_view rest = text.substr(placement.offset);
  if (rest.empty()) return placement;
  placement.bytes += style.line_end;
  const std::string_view first = without_line_end(rest.substr(0, rest.find('\n')));
  if (!is_empty_line(first, style.flowed)) placement.bytes += style.line_end;
  return placement;
}

}  // namespace

Placement place_plain(std::string_view text, Location location, std::string_view fragment, const PlainStyle& style) {
  const std::string lines = fragment.empty() ? std::string() : lines_of(fragment, style);
  if (fragment.empty()) return {text.size(), {}};
  return location == Location::Append ? append(text, lines, style) : prepend(text, lines, style);
}

}  // namespace waybill::signature
