// mime/codec.cpp: base64 by groups of four, quoted-printable from one equals sign to the next.
#include "mime/codec.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.h"

namespace waybill::mime {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kLineLength = 76;
constexpr std::uint8_t kNoValue = 0x80;

constexpr std::array<std::uint8_t, 256> make_sextets() {
  std::array<std::uint8_t, 256> out{};
  out.fill(kNoValue);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    out[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return out;
}

// A character at its place in a group of four, so that a group is the sum of four of them; kNoGroup says that one of
// them is none.
constexpr std::uint32_t kNoGroup = 1U << 24U;

constexpr std::array<std::uint32_t, 256> make_places(unsigned shift) {
  std::array<std::uint32_t, 256> out{};
  const auto sextets = make_sextets();
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = sextets[i] == kNoValue ? kNoGroup : static_cast<std::uint32_t>(sextets[i]) << shift;
  }
  return out;
}

constexpr std::array<std::uint8_t, 256> make_hex_values() {
  std::array<std::uint8_t, 256> out{};
  out.fill(kNoValue);
  for (std::uint8_t i = 0; i < 10; ++i) out[static_cast<std::size_t>('0' + i)] = i;
  for (std::uint8_t i = 10; i < 16; ++i) {
    out[static_cast<std::size_t>('A' + i - 10)] = i;
    out[static_cast<std::size_t>('a' + i - 10)] = i;
  }
  return out;
}

constexpr auto kSextets = make_sextets();
constexpr std::array kPlaces = {make_places(18), make_places(12), make_places(6), make_places(0)};
constexpr auto kHexValues = make_hex_values();

std::uint8_t sextet(char c) { return kSextets[static_cast<unsigned char>(c)]; }
std::uint32_t place(std::size_t index, char c) { return kPlaces[index][static_cast<unsigned char>(c)]; }
bool is_plain(char c) { return c > ' ' && c < 0x7F && c != '='; }
std::uint8_t hex_value(char c) { return kHexValues[static_cast<unsigned char>(c)]; }

}  // namespace

// ---- base64 ----

// Pointers of its own: through a reference every byte written could change them.
std::size_t Base64Decoder::put_groups(std::string_view raw, std::size_t at, char*& out) {
  const char* in = raw.data() + at;
  const char* const end = in + (raw.size() - at) / 4 * 4;
  char* to = out;
  for (; in != end; in += 4, to += 3) {
    const std::uint32_t group = place(0, in[0]) | place(1, in[1]) | place(2, in[2]) | place(3, in[3]);
    if (group >= kNoGroup) break;
    to[0] = static_cast<char>(group >> 16U);
    to[1] = static_cast<char>(group >> 8U);
    to[2] = static_cast<char>(group);
  }
  out = to;
  return static_cast<std::size_t>(in - raw.data());
}

void Base64Decoder::put_one(char c, char*& out) {
  const std::uint8_t value = sextet(c);
  if (value == kNoValue && c != '=') return;
  if (ended_) {
    has_rest_ |= c != '=';
    return;
  }
  if (c == '=') {
    saw_pad_ = true;
    ended_ = count_ >= 2 && ++pads_ + count_ >= 4;
    return;
  }
  has_rest_ |= saw_pad_;
  pads_ = 0;
  group_ = group_ << 6U | value;
  if (++count_ < 4) return;
  for (const unsigned shift : {16U, 8U, 0U}) *out++ = static_cast<char>(group_ >> shift);
  count_ = 0;
}

void Base64Decoder::put(std::string_view raw, std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + raw.size() / 4 * 3 + 6);
  char* to = out.data() + before;
  for (std::size_t at = 0; at < raw.size();) {
    if (count_ == 0 && !saw_pad_) at = put_groups(raw, at, to);
    if (at < raw.size()) put_one(raw[at++], to);
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
}

void Base64Decoder::finish(std::string& out) {
  if (count_ == 2) out.push_back(static_cast<char>(group_ >> 4U));
  if (count_ == 3) {
    out.push_back(static_cast<char>(group_ >> 10U));
    out.push_back(static_cast<char>(group_ >> 2U));
  }
}

std::string decode_base64(std::string_view raw) {
  std::string out;
  Base64Decoder decoder;
  decoder.put(raw, out);
  decoder.finish(out);
  return out;
}

namespace {

void put_group(char* to, std::uint32_t group) {
  for (const unsigned shift : {18U, 12U, 6U, 0U}) *to++ = kAlphabet[(group >> shift) & 0x3FU];
}

std::string base64_in_one_line(std::string_view bytes) {
  const auto byte = [&](std::size_t at) { return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U; };
  std::string out((bytes.size() + 2) / 3 * 4, '=');
  char* to = out.data();
  for (std::size_t at = 0; at < bytes.size(); at += 3, to += 4) {
    put_group(to, byte(at) << 16U | byte(at + 1) << 8U | byte(at + 2));
  }
  std::fill(out.end() - static_cast<std::ptrdiff_t>((3 - bytes.size() % 3) % 3), out.end(), '=');
  return out;
}

}  // namespace

void append_base64(std::string& out, std::string_view bytes, std::size_t columns, std::string_view line_end) {
  const std::string line = base64_in_one_line(bytes);
  for (std::size_t at = 0; at < line.size(); at += columns) {
    if (at > 0) out += line_end;
    out.append(line, at, columns);
  }
}

std::string encode_base64(std::string_view bytes, std::string_view line_end) {
  std::string out;
  append_base64(out, bytes, kLineLength, line_end);
  if (!out.empty()) out += line_end;
  return out;
}

// ---- quoted-printable, reading ----

namespace {

struct Token {
  std::size_t size;
  char byte;
  bool is_soft_break;
};

// What stands at an equals sign.
Token token_at(std::string_view raw, std::size_t at) {
  const std::string_view rest = raw.substr(at + 1);
  if (rest.size() >= 2 && ((hex_value(rest[0]) | hex_value(rest[1])) & kNoValue) == 0) {
    return {3, static_cast<char>(hex_value(rest[0]) << 4U | hex_value(rest[1])), false};
  }
  if (rest.empty()) return {1, '\0', true};
  if (rest[0] == '\n') return {2, '\0', true};
  if (rest[0] == '\r') {
    const std::size_t end = rest.find('\n');
    return {end == std::string_view::npos ? rest.size() + 1 : end + 2, '\0', true};
  }
  return {rest[0] == '=' ? std::size_t{2} : std::size_t{1}, '=', false};
}

// In a row of equals signs the first begins a token, and two of them are one.
bool begins_token(std::string_view raw, std::size_t equals) {
  std::size_t begin = equals;
  while (begin > 0 && raw[begin - 1] == '=') --begin;
  return (equals - begin) % 2 == 0;
}

}  // namespace

std::string decode_quoted_printable(std::string_view raw) {
  std::string out(raw.size(), '\0');
  char* to = out.data();
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t equals = std::min(raw.find('=', at), raw.size());
    std::memcpy(to, raw.data() + at, equals - at);
    to += equals - at;
    at = equals;
    while (at < raw.size() && raw[at] == '=') {
      const Token token = token_at(raw, at);
      *to = token.byte;
      to += token.is_soft_break ? 0 : 1;
      at += token.size;
    }
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return out;
}

bool is_whole_quoted_printable(std::string_view raw) {
  for (std::size_t at = 0; (at = raw.find("=\r", at)) != std::string_view::npos;) {
    at = std::min(raw.find_first_not_of('\r', at + 1), raw.size());
    if (at < raw.size() && raw[at] != '\n') return false;
  }
  return true;
}

std::size_t raw_offset_quoted_printable(std::string_view raw, std::size_t decoded) {
  std::size_t at = 0;
  while (decoded > 0 && at < raw.size()) {
    const std::size_t equals = std::min(raw.find('=', at), raw.size());
    if (decoded <= equals - at) return at + decoded;
    decoded -= equals - at;
    at = equals;
    if (at == raw.size()) break;
    const Token token = token_at(raw, at);
    decoded -= token.is_soft_break ? 0 : 1;
    at += token.size;
  }
  return at;
}

std::size_t last_token_quoted_printable(std::string_view raw, std::size_t offset) {
  if (offset == 0) return 0;
  if (raw[offset - 1] == '=') return begins_token(raw, offset - 1) ? 1 : 2;
  const bool may_be_hex = offset >= 3 && raw[offset - 3] == '=' && begins_token(raw, offset - 3);
  return may_be_hex && token_at(raw, offset - 3).size == 3 ? 3 : 1;
}

// ---- quoted-printable, writing ----

std::size_t QuotedPrintableWriter::line_break_at(std::string_view bytes, std::size_t at) const {
  if (content_ == Content::Binary || at >= bytes.size()) return 0;
  if (bytes[at] == '\n') return 1;
  return bytes.substr(at).starts_with("\r\n") ? 2 : 0;
}

bool QuotedPrintableWriter::stands_for_itself(std::string_view bytes, std::size_t at) const {
  const char c = bytes[at];
  if (base::is_blank(c)) return at + 1 < bytes.size() && line_break_at(bytes, at + 1) == 0;
  if (!is_plain(c)) return false;
  if (column_ > 0) return true;
  return c != '.' && !bytes.substr(at).starts_with("From ");
}

void QuotedPrintableWriter::put_character(std::string_view bytes, std::size_t at, std::size_t size) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  // A soft break changes what must be protected at the start of the line, never towards less room.
  for (int tries = 0; tries < 2; ++tries) {
    const bool plain = stands_for_itself(bytes, at);
    const std::size_t needed = plain ? 1 : 3 * size;
    const std::size_t room = kLineLength - (line_break_at(bytes, at + size) > 0 ? 0 : 1);
    if (column_ > 0 && column_ + needed > room) {
      put_soft_break();
      continue;
    }
    for (std::size_t i = at; i < at + size; ++i) {
      const auto byte = static_cast<unsigned char>(bytes[i]);
      if (plain) {
        out_.push_back(bytes[i]);
      } else {
        out_ += {'=', kHex[byte >> 4U], kHex[byte & 0xFU]};
      }
    }
    column_ += needed;
    return;
  }
}

// Characters inside a line that stand for themselves wherever they are: most of a text, at once.
std::size_t QuotedPrintableWriter::put_run(std::string_view bytes, std::size_t at) {
  const std::size_t room = column_ > 0 && column_ < kLineLength ? kLineLength - 1 - column_ : 0;
  const std::size_t most = std::min(bytes.size(), at + room);
  std::size_t end = at;
  while (end < most && is_plain(bytes[end])) ++end;
  out_.append(bytes, at, end - at);
  column_ += end - at;
  return end;
}

void QuotedPrintableWriter::put(std::string_view bytes) {
  for (std::size_t at = put_run(bytes, 0); at < bytes.size(); at = put_run(bytes, at)) {
    if (const std::size_t size = line_break_at(bytes, at); size > 0) {
      out_ += bytes.substr(at, size);
      column_ = 0;
      at += size;
      continue;
    }
    std::size_t size = 1;
    if (static_cast<unsigned char>(bytes[at]) >= 0xC0) {
      while (size < 4 && at + size < bytes.size() && (static_cast<unsigned char>(bytes[at + size]) & 0xC0U) == 0x80U) {
        ++size;
      }
    }
    put_character(bytes, at, size);
    at += size;
  }
}

void QuotedPrintableWriter::put_soft_break() {
  out_ += '=';
  out_ += soft_end_;
  column_ = 0;
}

std::string encode_quoted_printable(std::string_view text, std::string_view line_end) {
  std::string normal;
  normal.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const bool has_break = end < text.size();
    normal += text.substr(at, end - at - (has_break && end > at && text[end - 1] == '\r' ? 1 : 0));
    if (has_break) normal += line_end;
    at = end + (has_break ? 1 : 0);
  }
  std::string out;
  out.reserve(normal.size() + normal.size() / 8);
  QuotedPrintableWriter(out, 0, line_end, QuotedPrintableWriter::Content::Text).put(normal);
  return out;
}

}  // namespace waybill::mime
