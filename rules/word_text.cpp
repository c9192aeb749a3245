// rules/word_text.cpp: folding, white space, and what a boundary is.
#include "rules/word_text.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "rules/fold_case.h"

namespace waybill::rules {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Han, Hiragana, Katakana, Hangul, Bopomofo.
constexpr std::array<Range, 12> kCjk = {{{0x1100, 0x11FF},
                                         {0x2E80, 0x2FDF},
                                         {0x3005, 0x3007},
                                         {0x3021, 0x312F},
                                         {0x3131, 0x31FF},
                                         {0x3400, 0x4DBF},
                                         {0x4E00, 0x9FFF},
                                         {0xA960, 0xA97F},
                                         {0xAC00, 0xD7FF},
                                         {0xF900, 0xFAFF},
                                         {0xFF66, 0xFFDC},
                                         {0x1AFF0, 0x3FFFF}}};

bool is_cjk(char32_t c) {
  return std::any_of(kCjk.begin(), kCjk.end(), [&](const Range& range) { return c >= range.first && c <= range.last; });
}

bool is_letter_or_digit(char32_t c) {
  if (c < 0x80) return (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
  static const re2::RE2 kClass(R"([\pL\p{Nd}])");
  std::string utf8;
  base::append_utf8(utf8, c);
  return re2::RE2::FullMatch(utf8, kClass);
}

bool is_boundary(char32_t c) { return is_cjk(c) || !is_letter_or_digit(c); }

bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == U' ' || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string word_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const char32_t c = byte < 0x80 ? static_cast<char32_t>(text[at++]) : base::next_code_point(text, at);
    if (is_white_space(c)) {
      if (!out.ends_with(' ')) out += ' ';
    } else if (c < 0x80) {
      out += base::lower(static_cast<char>(c));
    } else {
      base::append_utf8(out, fold_case(c));
    }
  }
  return out;
}

bool stands_alone(std::string_view word_text, std::size_t begin, std::size_t end) {
  if (end < word_text.size()) {
    std::size_t at = end;
    if (!is_boundary(base::next_code_point(word_text, at))) return false;
  }
  if (begin == 0) return true;
  std::size_t at = begin - 1;
  while (at > 0 && is_continuation(word_text[at])) --at;
  return is_boundary(base::next_code_point(word_text, at));
}

}  // namespace waybill::rules
