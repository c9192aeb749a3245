// signature/place_plain.cpp: the signature in plain text, fixed or flowed.
#include <algorithm>

#include "base/text.h"
#include "signature/client_signature.h"
#include "signature/place.h"
#include "signature/reply_plain.h"

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

Placement append(std::string_view text, std::string_view lines, const PlainStyle& style) {
  Placement placement{text.size(), {}};
  if (text.empty() || text == kByteOrderMark) {
    placement.bytes = lines;
    return placement;
  }
  const bool is_ended = text.ends_with('\n');
  const std::string_view rest = is_ended ? base::without_line_end(text) : text;
  const std::string_view last = rest.substr(rest.find_last_of('\n') + 1);  // npos + 1 is 0
  if (!is_ended) placement.bytes += style.line_end;
  if (!is_empty_line(last, style.flowed)) placement.bytes += style.line_end;
  placement.bytes += lines;
  if (is_ended) placement.bytes += style.line_end;
  return placement;
}

// The line that ends before `offset`, where a line begins.
std::string_view line_before(std::string_view text, std::size_t offset) {
  const std::string_view before = base::without_line_end(text.substr(0, offset));
  return before.substr(before.find_last_of('\n') + 1);  // npos + 1 is 0
}

// Above the line that begins at `offset`.
Placement above(std::string_view text, std::size_t offset, std::string_view lines, const PlainStyle& style) {
  Placement placement{offset, {}};
  const std::string_view last = line_before(text, offset);
  if (offset > 0 && last != kByteOrderMark && !is_empty_line(last, style.flowed)) placement.bytes += style.line_end;
  placement.bytes += lines;
  const std::string_view rest = text.substr(offset);
  if (rest.empty()) return placement;
  placement.bytes += style.line_end;
  const std::string_view first = base::without_line_end(rest.substr(0, rest.find('\n')));
  if (!is_empty_line(first, style.flowed)) placement.bytes += style.line_end;
  return placement;
}

Placement prepend(std::string_view text, std::string_view lines, const PlainStyle& style) {
  return above(text, text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0, lines, style);
}

Placement under_reply(std::string_view text, std::string_view lines, const PlainStyle& style) {
  const ReplyFinder::Found found = find_reply(text);
  Placement placement = found.place ? above(text, *found.place, lines, style) : append(text, lines, style);
  placement.how = found.how;
  return placement;
}

// The lines in place of text[begin, end), which may stand inside of a line: what is before and behind gets lines of
// its own.
Placement in_place_of(std::string_view text, std::size_t begin, std::size_t end, std::string_view lines,
                      const PlainStyle& style) {
  while (end < text.size() && base::is_blank(text[end])) ++end;
  while (begin > 0 && base::is_blank(text[begin - 1])) --begin;
  const bool joins_above = style.flowed && begin > 1 && text[begin - 1] == '\n' &&
                           line_before(text, begin).ends_with(' ') && line_before(text, begin) != kSeparator;
  if (joins_above) {  // flowed: the line above would take in the first line
    begin = base::without_line_end(text.substr(0, begin)).find_last_not_of(' ') + 1;
  }
  Placement placement{begin, {}, end - begin};
  const bool begins_line = begin == 0 || text[begin - 1] == '\n' || text.substr(0, begin) == kByteOrderMark;
  if (!begins_line) placement.bytes += style.line_end;
  placement.bytes += lines;
  const std::string_view rest = text.substr(end);
  if (rest.empty() || rest.starts_with('\n') || rest.starts_with("\r\n")) return placement;
  placement.bytes += style.line_end;
  if (style.flowed && (rest.starts_with('>') || rest.starts_with("From "))) placement.bytes += ' ';  // RFC 3676, 4.4
  return placement;
}

Placement in_place_of_signature(std::string_view text, const Stretch& old, std::string_view lines,
                                const PlainStyle& style) {
  const std::size_t length = base::without_line_end(text.substr(old.begin, old.size())).size();
  Placement placement = in_place_of(text, old.begin, old.begin + length, lines, style);
  if (!is_empty_line(line_before(text, old.begin), style.flowed)) placement.bytes.insert(0, style.line_end);
  placement.how = kClientSignature;
  return placement;
}

Placement by_marker(std::string_view text, std::string_view lines, std::string_view marker, const PlainStyle& style) {
  const auto range = find_marker(text, marker);
  if (!range && lines.empty()) return {text.size(), {}};
  Placement placement = range ? in_place_of(text, range->begin, range->end, lines, style) : append(text, lines, style);
  placement.how = range ? "marker" : "append: no marker found";
  return placement;
}

}  // namespace

Placement place_plain(std::string_view text, const Spot& spot, std::string_view fragment, const PlainStyle& style) {
  if (fragment.empty() && spot.location != Location::Marker) return {text.size(), {}};
  const std::string lines = fragment.empty() ? std::string() : lines_of(fragment, style);
  const bool has_marker = spot.location == Location::Marker && find_marker(text, spot.marker);
  const bool may_replace = spot.replaces_client_signature && !has_marker && !fragment.empty();
  if (const auto old = may_replace ? find_client_signature_plain(text) : std::nullopt) {
    return in_place_of_signature(text, *old, lines, style);
  }
  switch (spot.location) {
    case Location::Append:
      return append(text, lines, style);
    case Location::Prepend:
      return prepend(text, lines, style);
    case Location::UnderReply:
      return under_reply(text, lines, style);
    case Location::Marker:
      return by_marker(text, lines, spot.marker, style);
  }
  return {text.size(), {}};
}

}  // namespace waybill::signature
