// rules/pattern_reader.cpp: characters, escapes and classes of .NET patterns.
//
// Neither RE2 nor PCRE2 has classes minus classes, and neither can say "not \w" inside of brackets. So a class is
// read into members and the negated sets \W and \S, and written as an alternation: [\Wa] is (?:[a]|[^\w]). A negated
// class with them, and subtraction, need "and not": a lookahead of PCRE2.
#include "rules/pattern_reader.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace waybill::rules {
namespace {

constexpr std::array<std::string_view, 36> kCategories = {
    "L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc", "Me", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Ps",
    "Pe", "Pi", "Pf", "Po", "S",  "Sm", "Sc", "Sk", "So", "Z",  "Zs", "Zl", "Zp", "C",  "Cc", "Cf", "Cs", "Co"};
constexpr std::string_view kCasedClass = R"(\p{Lu}\p{Ll}\p{Lt})";

bool is_ascii_word(char c) {
  return base::lower(c) >= 'a' ? base::lower(c) <= 'z' : (c >= '0' && c <= '9') || c == '_';
}

std::string brackets(std::string_view members) { return '[' + std::string(members) + ']'; }
std::string not_in(std::string_view members) { return "[^" + std::string(members) + ']'; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char letter = base::lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

}  // namespace

struct PatternReader::Members {
  bool negated = false;
  std::string set = {};
  bool not_word = false;
  bool not_space = false;
};

namespace {

// `set`, or one of the sets that brackets cannot say.
template <class Members>
ClassText positive(const Members& members) {
  std::string out = members.set.empty() ? "" : brackets(members.set);
  const auto add = [&](std::string_view negated) { out += (out.empty() ? "" : "|") + not_in(negated); };
  if (members.not_word) add(kWordClass);
  if (members.not_space) add(kSpaceClass);
  if (out.find("|[^") != std::string::npos) out = "(?:" + out + ')';
  return {out, out};
}

// What is in \w or \s, and not in `set`.
template <class Members>
ClassText negative(const Members& members) {
  if (!members.not_word && !members.not_space) {
    return {not_in(members.set), not_in(members.set)};
  }
  const std::string last = brackets(members.not_word ? kWordClass : kSpaceClass);
  std::string exact = "(?:";
  if (!members.set.empty()) exact += "(?!" + brackets(members.set) + ')';
  if (members.not_word && members.not_space) exact += "(?=" + brackets(kSpaceClass) + ')';
  exact += last + ')';
  return {last, exact, members.set.empty() && members.not_word != members.not_space};
}

}  // namespace

std::string literal(char32_t c) {
  std::string out;
  if (c >= 0x80 || (is_ascii_word(static_cast<char>(c)) && c != U'_')) {
    base::append_utf8(out, c);
    return out;
  }
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return std::string("\\x{") + kDigits[c >> 4U] + kDigits[c & 0xFU] + '}';
}

void PatternReader::fail(std::size_t offset, std::string text) {
  if (!error_) error_ = PatternError{offset, std::move(text)};
  at_ = pattern_.size();
}

bool PatternReader::skip(std::string_view text) {
  if (!next_is(text)) return false;
  at_ += text.size();
  return true;
}

char32_t PatternReader::character() { return at_end() ? 0 : base::next_code_point(pattern_, at_); }

std::optional<unsigned> PatternReader::number() {
  const std::size_t begin = at_;
  unsigned value = 0;
  for (; !at_end() && peek() >= '0' && peek() <= '9'; ++at_) {
    if (at_ - begin == 9) {
      fail(begin, "the number is too large");
      break;
    }
    value = value * 10 + static_cast<unsigned>(peek() - '0');
  }
  return at_ == begin ? std::nullopt : std::optional(value);
}

char32_t PatternReader::hex(std::size_t digits) {
  const std::size_t begin = at_;
  char32_t value = 0;
  for (; at_ - begin < digits; ++at_) {
    const int digit = at_end() ? -1 : hex_value(peek());
    if (digit < 0) {
      fail(begin - 2, "wants " + std::to_string(digits) + " hexadecimal digits");
      break;
    }
    value = value * 16 + static_cast<char32_t>(digit);
  }
  return value;
}

char32_t PatternReader::octal() {
  char32_t value = 0;
  for (int i = 0; i < 3 && !at_end() && peek() >= '0' && peek() <= '7'; ++i, ++at_) {
    value = value * 8 + static_cast<char32_t>(peek() - '0');
  }
  return value & 0xFFU;
}

char32_t PatternReader::utf16_unit() {
  const std::size_t begin = at_ - 2;
  const char32_t unit = hex(4);
  if (unit < 0xD800 || unit > 0xDFFF) return unit;
  const char32_t low = unit < 0xDC00 && skip("\\u") ? hex(4) : 0;
  if (low < 0xDC00 || low > 0xDFFF) fail(begin, "half of a surrogate pair");
  return 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00);
}

char32_t PatternReader::escaped_character(bool in_class) {
  const std::size_t begin = at_ - 1;
  if (at_end()) {
    fail(begin, "a backslash at the end");
    return 0;
  }
  constexpr std::string_view kNames = "aefnrtv";
  constexpr std::array<char32_t, 7> kMeant = {0x07, 0x1B, 0x0C, 0x0A, 0x0D, 0x09, 0x0B};
  const char c = peek();
  const std::size_t named = kNames.find(c);
  if (c == '0' || (in_class && c >= '1' && c <= '7')) return octal();
  const char32_t whole = character();
  if (named != std::string_view::npos) return kMeant[named];
  if (in_class && c == 'b') return 0x08;
  if (c == 'x') return hex(2);
  if (c == 'u') return utf16_unit();
  if (c == 'c') {
    const char letter = at_end() ? ' ' : pattern_[at_++];
    if (letter < '@' || letter > 'z' || letter == '`') fail(begin, "\\c wants a letter");
    return static_cast<char32_t>(letter) & 0x1FU;
  }
  if (whole < 0x80 && is_ascii_word(c)) fail(begin, std::string("\\") + c + " is not known");
  return whole;
}

std::string PatternReader::category(bool negated, bool ignore_case) {
  const std::size_t begin = at_ - 2;
  const std::size_t close = pattern_.find('}', at_);
  if (close == std::string_view::npos || !skip("{")) {
    fail(begin, "wants a category such as \\p{Lu}");
    return {};
  }
  const std::string name(pattern_.substr(at_, close - at_));
  at_ = close + 1;
  if (name.starts_with("Is")) {
    fail(begin, "block names such as " + base::printable(name, 40) + " are not known here; write a range such as " +
                    "[\\u0370-\\u03FF]");
  } else if (std::find(kCategories.begin(), kCategories.end(), name) == kCategories.end()) {
    fail(begin, '"' + base::printable(name, 40) + "\" is no category of Unicode");
  }
  const bool is_cased = name == "Lu" || name == "Ll" || name == "Lt";
  if (is_cased && ignore_case && !negated) return std::string(kCasedClass);
  return (negated ? "\\P{" : "\\p{") + name + '}';
}

// One of \w \W \s \S \d \D \p \P.
bool PatternReader::class_escape(Members& out, bool ignore_case) {
  constexpr std::string_view kNames = "wWsSdDpP";
  if (!next_is("\\") || at_ + 1 >= pattern_.size() || kNames.find(pattern_[at_ + 1]) == std::string_view::npos) {
    return false;
  }
  const char name = pattern_[at_ + 1];
  at_ += 2;
  if (name == 'w') out.set += kWordClass;
  if (name == 's') out.set += kSpaceClass;
  if (name == 'd') out.set += kDigitClass;
  if (name == 'D') out.set += R"(\P{Nd})";
  if (name == 'W') out.not_word = true;
  if (name == 'S') out.not_space = true;
  if (base::lower(name) == 'p') out.set += category(name == 'P', ignore_case);
  return true;
}

char32_t PatternReader::class_character() { return skip("\\") ? escaped_character(true) : character(); }

void PatternReader::range(Members& out, char32_t first, std::size_t begin) {
  Members unused;
  if (class_escape(unused, false)) fail(begin, "a range wants characters at both ends");
  const char32_t last = class_character();
  if (!error_ && last < first) fail(begin, "a range from the later to the earlier character");
  out.set += literal(first) + '-' + literal(last);
}

// Up to the closing bracket, or to the one that opens what is subtracted.
PatternReader::Members PatternReader::members(bool ignore_case) {
  const std::size_t open = at_ - 1;
  Members out;
  out.negated = skip("^");
  for (bool is_first = true; is_first || !next_is("]"); is_first = false) {
    if (at_end()) {
      fail(open, "[ is not closed");
      break;
    }
    const std::size_t begin = at_;
    if (!is_first && next_is("-[")) return out;
    if (class_escape(out, ignore_case)) continue;
    const char32_t c = class_character();
    const bool is_range = next_is("-") && !next_is("-]") && !next_is("-[") && at_ + 1 < pattern_.size();
    if (is_range && skip("-")) {
      range(out, c, begin);
    } else {
      out.set += literal(c);
    }
  }
  return out;
}

ClassText PatternReader::character_class(bool ignore_case) {
  const Members base = members(ignore_case);
  ClassText out = base.negated ? negative(base) : positive(base);
  if (skip("]")) return out;
  skip("-[");
  const std::size_t open = at_ - 1;
  const Members taken = members(ignore_case);
  if (!skip("]")) fail(open, "a subtraction inside of a subtraction is not known here");
  if (!skip("]")) fail(open, "a subtraction stands last in its class");
  const ClassText minus = taken.negated ? negative(taken) : positive(taken);
  return {out.re2, "(?:(?!" + minus.pcre2 + ')' + out.pcre2 + ')', false};
}

}  // namespace waybill::rules
