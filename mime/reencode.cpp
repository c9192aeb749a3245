// mime/reencode.cpp: splices of encoded bodies.
#include "mime/reencode.h"

#include <algorithm>

#include "base/text.h"
#include "mime/codec.h"

namespace waybill::mime {
namespace {

using message::SpliceBody;

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kLongestLine = 990;  // RFC 5322, 2.1.1 has 998; Sendmail 8.17.1 breaks those above 990
constexpr std::size_t kEncodedLine = 76;   // RFC 2045, 6.7 and 6.8

std::size_t line_begin(std::string_view text, std::size_t at) {
  const std::size_t line_feed = at == 0 ? kNone : text.rfind('\n', at - 1);
  return line_feed == kNone ? 0 : line_feed + 1;
}

// Where the line's break begins.
std::size_t line_stop(std::string_view text, std::size_t at) {
  const std::size_t line_feed = text.find('\n', at);
  if (line_feed == kNone) return text.size();
  return line_feed > at && text[line_feed - 1] == '\r' ? line_feed - 1 : line_feed;
}

std::string_view line_end_of(const EncodedBody& body) {
  const std::size_t at = body.raw.find('\n');
  if (at == kNone) return body.line_end;
  return at > 0 && body.raw[at - 1] == '\r' ? "\r\n" : "\n";
}

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t stop = line_stop(text, at);
    longest = std::max(longest, stop - at);
    at = std::min(text.find('\n', stop), text.size() - 1) + 1;
  }
  return longest;
}

// A change with its place in the encoded bytes.
struct Located {
  std::size_t begin;
  std::size_t end;
  ByteChange change;
};

// Changes on one encoded line are one change: each moves what is behind it.
std::vector<Located> locate(const EncodedBody& body, const std::vector<ByteChange>& changes) {
  const bool is_quoted = body.encoding == TransferEncoding::QuotedPrintable;
  const auto place = [&](std::size_t at) { return is_quoted ? raw_offset_quoted_printable(body.raw, at) : at; };
  std::vector<Located> out;
  for (const ByteChange& change : changes) {
    const std::size_t begin = place(change.begin);
    const std::size_t end = change.begin == change.end ? begin : place(change.end);
    if (!out.empty() && body.raw.substr(out.back().end, begin - out.back().end).find('\n') == kNone) {
      Located& last = out.back();
      last.change.bytes += body.decoded.substr(last.change.end, change.begin - last.change.end);
      last.change.bytes += change.bytes;
      last.change.end = change.end;
      last.end = end;
    } else {
      out.push_back({begin, end, change});
    }
  }
  return out;
}

// ---- quoted-printable ----

bool starts_with_break(std::string_view text) { return text.starts_with('\n') || text.starts_with("\r\n"); }

bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'f'); }

std::string_view behind(std::string_view raw, const Located& place) {
  return place.change.bytes.empty() ? raw.substr(place.end) : std::string_view(place.change.bytes);
}

// A blank that will stand at the end of its line would be lost on the way: it needs a soft break behind it.
bool leaves_blank_at_line_end(std::string_view raw, const Located& place) {
  return place.begin > 0 && base::is_blank(raw[place.begin - 1]) && starts_with_break(behind(raw, place)) &&
         line_stop(raw, place.begin) != place.begin;
}

// How many raw bytes before the change must be written anew, because with other bytes behind them they
// would mean something else, or because their line has no room for a soft break.
std::size_t bytes_to_rewrite(std::string_view raw, const Located& place) {
  const std::size_t begin = place.begin;
  const std::size_t last = last_token_quoted_printable(raw, begin);
  if (last == 0) return 0;
  if (last == 1 && raw[begin - 1] == '=') return 1;  // "=", and "41" behind it
  const bool may_follow = last == 1 && is_hex_digit(raw[begin - 1]) && begin >= 2 && raw[begin - 2] == '=';
  if (may_follow && last_token_quoted_printable(raw, begin - 1) == 1) return 2;  // "=4", and "1" behind it
  if (begin - line_begin(raw, begin) != kEncodedLine) return 0;
  const std::string_view next = behind(raw, place);
  const bool needs_room = (!next.empty() && !starts_with_break(next)) || leaves_blank_at_line_end(raw, place);
  return needs_room ? last : 0;
}

SpliceBody splice_quoted(const EncodedBody& body, const Located& place) {
  using Content = QuotedPrintableWriter::Content;
  const std::size_t rewritten = bytes_to_rewrite(body.raw, place);
  SpliceBody out{place.begin - rewritten, place.end, {}};
  const std::size_t column = out.begin - line_begin(body.raw, out.begin);
  const std::string_view again = body.raw.substr(out.begin, rewritten);
  QuotedPrintableWriter writer(out.bytes, column, line_end_of(body), body.has_lines ? Content::Text : Content::Binary);
  if (rewritten == 0 && leaves_blank_at_line_end(body.raw, place)) writer.put_soft_break();
  writer.put((again == "=" ? "=" : decode_quoted_printable(again)) + place.change.bytes);
  const std::size_t rest = line_stop(body.raw, place.end) - place.end;
  if (writer.column() > 0 && rest > 0 && writer.column() + rest > kEncodedLine) writer.put_soft_break();
  return out;
}

// ---- base64 ----

bool is_base64_data(char c) {
  return (base::lower(c) >= 'a' && base::lower(c) <= 'z') || (c >= '/' && c <= '9') || c == '+';
}

// The last line of the data that begins with a whole group of four, at or before decoded offset `most`; none behind
// padding, where some readers stop.
struct Restart {
  std::size_t raw = 0;
  std::size_t decoded = 0;
};

Restart find_restart(std::string_view raw, std::size_t most) {
  Restart out;
  std::size_t count = 0;  // characters of data before `at`
  for (std::size_t at = 0; at < raw.size() && count / 4 * 3 <= most;) {
    if (count % 4 == 0) out = {at, count / 4 * 3};
    const std::size_t end = std::min(raw.find('\n', at), raw.size() - 1) + 1;
    const std::string_view line = raw.substr(at, end - at);
    if (line.find('=') != std::string_view::npos) break;
    count += static_cast<std::size_t>(std::count_if(line.begin(), line.end(), is_base64_data));
    at = end;
  }
  return out;
}

// How long lines are; `data_end`: where the data ends.
std::size_t columns_of(std::string_view raw, std::size_t data_end) {
  constexpr std::size_t kShortest = 4;
  const std::size_t length = line_stop(raw, 0);
  return data_end <= length || length < kShortest || length > kLongestLine ? kEncodedLine : length;
}

SpliceBody splice_base64(const EncodedBody& body, const std::vector<ByteChange>& changes) {
  const auto last =
      std::find_if(body.raw.rbegin(), body.raw.rend(), [](char c) { return is_base64_data(c) || c == '='; });
  const auto data_end = static_cast<std::size_t>(body.raw.rend() - last);
  const Restart restart = find_restart(body.raw.substr(0, data_end), changes.front().begin);
  std::vector<ByteChange> moved = changes;
  for (ByteChange& change : moved) {
    change.begin -= restart.decoded;
    change.end -= restart.decoded;
  }
  SpliceBody out{restart.raw, data_end, {}};
  const std::string tail = apply(body.decoded.substr(restart.decoded), moved);
  append_base64(out.bytes, tail, columns_of(body.raw, data_end), line_end_of(body));
  return out;
}

}  // namespace

std::vector<SpliceBody> reencode(const EncodedBody& body, const std::vector<ByteChange>& changes) {
  std::vector<SpliceBody> out;
  if (changes.empty()) return out;
  if (body.encoding == TransferEncoding::Base64) return {splice_base64(body, changes)};
  if (body.encoding == TransferEncoding::QuotedPrintable) {
    for (const Located& place : locate(body, changes)) out.push_back(splice_quoted(body, place));
  } else {
    for (const ByteChange& change : changes) out.push_back({change.begin, change.end, change.bytes});
  }
  return out;
}

std::string as_quoted_printable(const EncodedBody& body, const std::vector<ByteChange>& changes) {
  using Content = QuotedPrintableWriter::Content;
  std::string out;
  QuotedPrintableWriter writer(out, 0, line_end_of(body), body.has_lines ? Content::Text : Content::Binary);
  writer.put(apply(body.decoded, changes));
  return out;
}

std::string apply(std::string_view decoded, const std::vector<ByteChange>& changes) {
  std::string out;
  std::size_t done = 0;
  for (const ByteChange& change : changes) {
    out += decoded.substr(done, change.begin - done);
    out += change.bytes;
    done = change.end;
  }
  return out += decoded.substr(done);
}

bool makes_long_line(std::string_view raw, const std::vector<ByteChange>& changes) {
  for (const Located& place : locate({.raw = raw, .decoded = raw, .line_end = {}}, changes)) {
    const std::size_t begin = line_begin(raw, place.begin);
    const std::size_t end = line_stop(raw, place.end);
    std::string now(raw.substr(begin, place.begin - begin));
    now += place.change.bytes;
    now += raw.substr(place.end, end - place.end);
    if (longest_line(now) > std::max(kLongestLine, longest_line(raw.substr(begin, end - begin)))) return true;
  }
  return false;
}

}  // namespace waybill::mime
