// rules/pattern_reader.h: the smallest pieces of .NET's pattern syntax: characters, escapes, classes.
//
// Contract: a reader stands on a pattern and moves forward. The first thing that is wrong is kept as error(), and
// the reader is at the end then: what it returns from there on means nothing.
// Source: .NET, System.Text.RegularExpressions, "Character escapes" and "Character classes".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/translation.h"

namespace waybill::rules {

// Members of classes, without brackets, as RE2 and PCRE2 both write them.
constexpr std::string_view kWordClass = R"(\pL\p{Mn}\p{Nd}\p{Pc})";
constexpr std::string_view kSpaceClass = R"(\t-\r\x{85}\pZ)";
constexpr std::string_view kDigitClass = R"(\p{Nd})";
// The ends of the text, as items that may be repeated.
constexpr std::string_view kStart = R"((?:\A))";
constexpr std::string_view kEnd = R"((?:\z))";

// A class as RE2 can write it, and as it is.
struct ClassText {
  std::string re2;
  std::string pcre2;
  bool exact = true;  // they find the same
};

class PatternReader {
 public:
  explicit PatternReader(std::string_view pattern) : pattern_(pattern) {}

  std::size_t at() const { return at_; }
  bool at_end() const { return at_ >= pattern_.size(); }
  bool next_is(std::string_view text) const { return pattern_.substr(at_).starts_with(text); }
  bool skip(std::string_view text);
  void back_to(std::size_t at) { at_ = at; }
  char peek() const { return pattern_[at_]; }  // REQUIRES not at_end()
  char32_t character();                        // moves behind it; 0 at the end

  std::optional<unsigned> number();  // decimal digits; at most 9
  // Behind the backslash: what stands for one character.
  char32_t escaped_character(bool in_class);
  // Behind `p` or `P`: "\p{Lu}" or "\P{Lu}"; of cased letters all when case is ignored.
  std::string category(bool negated, bool ignore_case);
  // Behind `[`.
  ClassText character_class(bool ignore_case);

  void fail(std::size_t offset, std::string text);
  const std::optional<PatternError>& error() const { return error_; }

 private:
  struct Members;
  Members members(bool ignore_case);
  bool class_escape(Members& out, bool ignore_case);
  void range(Members& out, char32_t first, std::size_t begin);
  char32_t class_character();
  char32_t hex(std::size_t digits);
  char32_t octal();
  char32_t utf16_unit();

  std::string_view pattern_;
  std::size_t at_ = 0;
  std::optional<PatternError> error_;
};

// A character as a member of a class or by itself.
std::string literal(char32_t c);

}  // namespace waybill::rules
