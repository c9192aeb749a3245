// mime/edited_text.cpp: an edited text, decoded again, and its bytes.
#include "mime/edited_text.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "mime/charset.h"
#include "mime/codec.h"

namespace waybill::mime {
namespace {

using Problem = std::optional<std::string>;

constexpr std::size_t kLongestLine = 998;  // RFC 5322, 2.1.1

// ---- what the bytes look like on the wire ----

struct Lines {
  bool crlf = false;
  bool lf = false;
  bool cr = false;
  std::size_t longest = 0;
};

Lines lines_of(std::string_view raw) {
  Lines out;
  while (!raw.empty()) {
    const std::size_t end = raw.find('\n');
    std::string_view line = raw.substr(0, end);
    if (end != std::string_view::npos) {
      const bool is_crlf = line.ends_with('\r');
      (is_crlf ? out.crlf : out.lf) = true;
      line.remove_suffix(is_crlf ? 1 : 0);
    }
    out.cr |= line.find('\r') != std::string_view::npos;
    out.longest = std::max(out.longest, line.size());
    raw.remove_prefix(end == std::string_view::npos ? raw.size() : end + 1);
  }
  return out;
}

bool is_ascii(std::string_view raw) { return ascii_prefix(raw) == raw.size(); }

bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'f'); }

// Every '=' is a byte in hexadecimal, or stands at the end of its line (RFC 2045, 6.7).
bool is_quoted_printable(std::string_view raw) {
  for (std::size_t at = 0; (at = raw.find('=', at)) != std::string_view::npos; ++at) {
    const std::string_view rest = raw.substr(at + 1);
    if (rest.size() >= 2 && is_hex_digit(rest[0]) && is_hex_digit(rest[1])) continue;
    const std::size_t end = rest.find_first_not_of(" \t");
    if (end != std::string_view::npos && rest[end] != '\r' && rest[end] != '\n') return false;
  }
  return true;
}

bool is_base64_char(char c) {
  return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'z') || c == '+' || c == '/';
}

// Only the alphabet, line breaks, and padding at the end to whole groups of four (RFC 2045, 6.8).
bool is_base64(std::string_view raw) {
  std::size_t count = 0;
  std::size_t padding = 0;
  for (const char c : raw) {
    if (c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
    } else if (padding > 0 || !is_base64_char(c)) {
      return false;
    }
    ++count;
  }
  return padding <= 2 && count % 4 == 0;
}

bool is_well_encoded(TransferEncoding encoding, std::string_view raw) {
  if (encoding == TransferEncoding::QuotedPrintable) return is_quoted_printable(raw);
  return encoding != TransferEncoding::Base64 || is_base64(raw);
}

bool has_new_line_ends(const Lines& before, const Lines& after) {
  if (after.cr && !before.cr) return true;
  if (!before.crlf && !before.lf) return after.crlf && after.lf;  // none to go by: either, but not both
  return (after.crlf && !before.crlf) || (after.lf && !before.lf);
}

// Lines of one kind, the kind of the first line before, and none too long: `before` need not be read.
bool is_plainly_right(std::string_view before, const Lines& after) {
  if (after.cr || after.longest > kLongestLine || after.crlf == after.lf) return false;
  const std::size_t end = before.find('\n');
  return end != std::string_view::npos && before.substr(0, end).ends_with('\r') == after.crlf;
}

Problem check_lines(std::string_view before, std::string_view after) {
  const Lines new_lines = lines_of(after);
  if (is_plainly_right(before, new_lines)) return std::nullopt;
  const Lines old_lines = lines_of(before);
  if (has_new_line_ends(old_lines, new_lines)) return "its lines end in another way";
  return new_lines.longest > std::max(old_lines.longest, kLongestLine) ? Problem("a line is too long") : std::nullopt;
}

// What was wrong before may stay, since bytes that are not edited stay.
Problem check_wire(const TextBytes& before, const TextBytes& after) {
  const TransferEncoding encoding = after.part.encoding;
  const bool may_be_8bit = encoding == TransferEncoding::EightBit || encoding == TransferEncoding::Binary;
  if (!may_be_8bit && !is_ascii(after.raw) && is_ascii(before.raw)) return "8-bit bytes are new";
  if (auto problem = check_lines(before.raw, after.raw)) return problem;
  const bool same_encoding = encoding == before.part.encoding;
  const bool broken = !is_well_encoded(encoding, after.raw);
  const bool was_broken = broken && same_encoding && !is_well_encoded(encoding, before.raw);
  return broken && !was_broken ? Problem("its transfer encoding is broken") : std::nullopt;
}

// ---- what it says ----

// The bytes behind the transfer encoding; `storage` holds them when they are not `raw` itself.
std::string_view decoded(const TextBytes& text, std::string& storage) {
  switch (text.part.encoding) {
    case TransferEncoding::Base64:
      return storage = decode_base64(text.raw);
    case TransferEncoding::QuotedPrintable:
      return storage = decode_quoted_printable(text.raw);
    default:
      return text.raw;
  }
}

std::string non_ascii(std::string_view bytes) {
  std::string out;
  std::copy_if(bytes.begin(), bytes.end(), std::back_inserter(out),
               [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return out;
}

bool says(const TextBytes& text, std::string_view bytes, std::string_view intended, const TextBytes& before) {
  const std::optional<TextReading> reading = read_text(bytes, text.part.content_type.parameter("charset"));
  if (!reading) return false;
  if ((reading->utf8 ? std::string_view(*reading->utf8) : bytes) != intended) return false;
  if (reading->kind != TextReading::Kind::Opaque) return true;
  // What the bytes from 0x80 on mean is not known, so there may be no others than before.
  std::string storage;
  return non_ascii(bytes) == non_ascii(decoded(before, storage));
}

}  // namespace

Problem check_edited_text(const TextBytes& before, const TextBytes& after, std::string_view intended) {
  const std::string_view old_charset = before.part.content_type.parameter("charset");
  const std::string_view charset = after.part.content_type.parameter("charset");
  if (charset != old_charset && !base::equals_ignore_case(charset, "utf-8")) return "its charset is another";
  if (auto problem = check_wire(before, after)) return problem;
  std::string storage;
  const bool right = says(after, decoded(after, storage), intended, before);
  return right ? Problem() : "it does not say what was intended";
}

}  // namespace waybill::mime
