// mime/charset_changes.cpp: offsets in UTF-8 as offsets in another charset.
#include "mime/charset_changes.h"

#include <algorithm>

#include "mime/charset.h"

namespace waybill::mime {
namespace {

using ByteChanges = std::optional<std::vector<ByteChange>>;

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::size_t place_of(const CharsetText& text, std::size_t utf8_offset) {
  if (text.charset == "UTF-8") return utf8_offset;
  if (text.charset == "ISO-8859-1") return count_characters(text.utf8.substr(0, utf8_offset));
  return source_offset(text.bytes, text.charset, utf8_offset);
}

ByteChanges change_in_place(const CharsetText& text, const std::vector<TextChange>& changes) {
  std::vector<ByteChange> out;
  for (const TextChange& change : changes) {
    auto bytes = from_utf8(change.text, text.writing);
    if (!bytes) return std::nullopt;
    const std::size_t begin = place_of(text, change.begin);
    const std::size_t end = change.end == change.begin ? begin : place_of(text, change.end);
    out.push_back({begin, end, std::move(*bytes)});
  }
  return out;
}

// ---- charsets with a state; a line feed is a line feed in all of them ----

std::size_t line_begin(std::string_view text, std::size_t at) {
  const std::size_t line_feed = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return line_feed == std::string_view::npos ? 0 : line_feed + 1;
}

// Where the line's break begins.
std::size_t line_stop(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  return end < text.size() && end > at && text[end - 1] == '\r' ? end - 1 : end;
}

// Where the line begins in the bytes that holds `at` in the text.
std::size_t source_line(const CharsetText& text, std::size_t at) {
  std::size_t out = 0;
  for (auto lines = std::count(text.utf8.begin(), text.utf8.begin() + static_cast<std::ptrdiff_t>(at), '\n'); lines > 0;
       --lines) {
    out = std::min(text.bytes.find('\n', out), text.bytes.size() - 1) + 1;
  }
  return out;
}

std::optional<std::size_t> source_edge(const CharsetText& text, std::size_t at) {
  if (at == line_begin(text.utf8, at)) return source_line(text, at);
  if (at == line_stop(text.utf8, at)) return line_stop(text.bytes, source_line(text, at));
  return std::nullopt;
}

// ISO-2022 lines that are ASCII need no designator in front, which iconv's ISO-2022-KR writes always.
std::optional<std::string> bytes_of_lines(const std::string& utf8, std::string_view charset) {
  if (charset.starts_with("ISO-2022") && ascii_prefix(utf8) == utf8.size()) return utf8;
  auto bytes = from_utf8(utf8, charset);
  return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

ByteChanges change_at_edges(const CharsetText& text, const std::vector<TextChange>& changes) {
  std::vector<ByteChange> out;
  for (const TextChange& change : changes) {
    const auto begin = source_edge(text, change.begin);
    const auto end = source_edge(text, change.end);
    auto bytes = bytes_of_lines(change.text, text.writing);
    if (!begin || !end || !bytes) return std::nullopt;
    out.push_back({*begin, *end, std::move(*bytes)});
  }
  return out;
}

// The lines that a change is in, as one change; changes on one line become one.
std::vector<TextChange> widened_to_lines(std::string_view utf8, const std::vector<TextChange>& changes) {
  std::vector<TextChange> out;
  std::size_t done = 0;  // of the line that out.back() is about
  const auto close = [&] {
    if (!out.empty()) out.back().text += utf8.substr(done, out.back().end - done);
  };
  for (const TextChange& change : changes) {
    if (out.empty() || line_begin(utf8, change.begin) > out.back().end) {
      close();
      done = line_begin(utf8, change.begin);
      out.push_back({done, done, {}});
    }
    TextChange& lines = out.back();
    lines.text += utf8.substr(done, change.begin - done);
    lines.text += change.text;
    lines.end = line_stop(utf8, change.end);
    done = change.end;
  }
  close();
  return out;
}

bool says(const CharsetText& text, const ByteChanges& changes, std::string_view wanted) {
  if (!changes) return false;
  const auto utf8 = to_utf8(apply(text.bytes, *changes), text.charset);
  return utf8.ok() && *utf8 == wanted;
}

ByteChanges change_by_lines(const CharsetText& text, const std::vector<TextChange>& changes, std::string_view wanted) {
  if (auto out = change_at_edges(text, changes); says(text, out, wanted)) return out;
  CharsetText anew = text;
  anew.writing = text.charset;  // old characters are written too
  if (auto out = change_at_edges(anew, widened_to_lines(text.utf8, changes)); says(text, out, wanted)) return out;
  auto bytes = from_utf8(wanted, text.charset);
  if (!bytes) return std::nullopt;
  ByteChanges out = std::vector<ByteChange>{{0, text.bytes.size(), std::move(*bytes)}};
  return says(text, out, wanted) ? out : std::nullopt;
}

}  // namespace

ByteChanges in_charset(const CharsetText& text, const std::vector<TextChange>& changes, std::string_view wanted) {
  const bool by_lines = charset_kind(text.charset) == CharsetKind::Lines;
  return by_lines ? change_by_lines(text, changes, wanted) : change_in_place(text, changes);
}

}  // namespace waybill::mime
