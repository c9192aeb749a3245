// base/text.h: what two folders need to do with text. ASCII rules unless a name says utf8;
// no locale. All functions are pure; views returned point into the argument.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::base {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
// Blank or line break (WSP, CR, LF of RFC 5322).
constexpr bool is_space(char c) { return is_blank(c) || c == '\r' || c == '\n'; }

// Of the name of a header field (RFC 5322, 2.2): printable US-ASCII but the colon.
constexpr bool is_field_name_char(char c) { return c > ' ' && c < '\x7F' && c != ':'; }

std::string lower(std::string_view text);
inline bool equals_ignore_case(std::string_view a, std::string_view b) {
  const auto equal = [](char x, char y) { return lower(x) == lower(y); };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), equal);
}
bool starts_with_ignore_case(std::string_view text, std::string_view prefix);
std::string_view trim(std::string_view text);              // is_space() at both ends
std::string_view without_line_end(std::string_view line);  // CRLF or LF, or a CR whose LF is cut off
std::vector<std::string_view> split(std::string_view text, char separator);
// The next of split(text, '\n'), for texts of strangers, whose lines would take more room than they: the one that
// begins at `offset`, which moves behind its LF; behind the last one to text.size() + 1.
std::string_view next_line(std::string_view text, std::size_t& offset);

bool is_ascii(std::string_view text);
bool is_valid_utf8(std::string_view text);  // RFC 3629: no surrogates, no overlong forms
// The code point at `offset`, which moves behind it; U+FFFD and one byte for what is not UTF-8.
char32_t next_code_point(std::string_view text, std::size_t& offset);
void append_utf8(std::string& out, char32_t code_point);

// For logs: control characters, DEL, backslash and quote as \xHH or \\ \", so that no value can
// begin a line or fake a field. Invalid UTF-8 bytes too. Cut at `most` bytes with "...".
std::string printable(std::string_view text, std::size_t most = 200);

// FNV-1a, 64 bits (draft-eastlake-fnv): a short name for a long one, where nobody gains by two that collide.
std::uint64_t fnv1a(std::string_view text);
std::string to_hex(std::uint64_t number);  // 16 lower-case digits

// The closest of `known` (case-insensitive edit distance, at most a third of the length);
// empty when none is close. For "did you mean".
std::string_view closest(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace waybill::base
