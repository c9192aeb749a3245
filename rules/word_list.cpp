// rules/word_list.cpp: whole words as plain literals in a text whose boundaries are marked.
//
// Put into one expression, "no letter or digit on either side" costs some 10 ms of compiling for each list, most
// of it for the tables of Unicode. So the text is marked instead: kWordMayEnd stands before, kWordMayBegin behind
// every character that is a boundary, and both at the ends of the text. Words are marked the same way. A word
// then stands alone exactly where it is found between kWordMayBegin and kWordMayEnd.
#include "rules/word_list.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace waybill::rules {
namespace {

constexpr char kWordMayBegin = '\x01';
constexpr char kWordMayEnd = '\x02';
constexpr std::string_view kMarkedBlank = "\x02 \x01";
constexpr char32_t kReplacement = 0xFFFD;
constexpr std::string_view kReplacementUtf8 = "\xEF\xBF\xBD";

bool is_mark(char32_t c) { return c == U'\x01' || c == U'\x02'; }

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

void append_marked(std::string& out, std::string_view character, bool boundary) {
  if (boundary) out += kWordMayEnd;
  out += character;
  if (boundary) out += kWordMayBegin;
}

// Runs of white space as one blank, boundaries marked.
std::string marked(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 2);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const auto byte = static_cast<unsigned char>(text[at]);
    const char32_t c = byte < 0x80 ? static_cast<char32_t>(text[at++]) : base::next_code_point(text, at);
    if (is_white_space(c)) {
      if (!out.ends_with(kMarkedBlank)) out += kMarkedBlank;
    } else if (c == kReplacement || is_mark(c)) {
      append_marked(out, kReplacementUtf8, true);
    } else {
      append_marked(out, text.substr(begin, at - begin), is_boundary(c));
    }
  }
  return out;
}

std::string unmarked(std::string_view text) {
  std::string out(text);
  std::erase(out, kWordMayBegin);
  std::erase(out, kWordMayEnd);
  return out;
}

}  // namespace

base::Result<std::shared_ptr<const WordList>> WordList::compile(const std::vector<std::string>& words) {
  std::string any;
  for (const std::string& word : words) any += (any.empty() ? "" : "|") + re2::RE2::QuoteMeta(marked(word));
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem((std::int64_t{8} << 20) + static_cast<std::int64_t>(any.size()) * 400);
  auto automaton = std::make_shared<const re2::RE2>("\\x01((?i:" + any + "))\\x02", options);
  if (!automaton->ok()) return base::Error{base::ErrorKind::TooLarge, "too many words: " + automaton->error()};
  return std::shared_ptr<const WordList>(new WordList(std::move(automaton)));
}

std::optional<std::string> WordList::find(std::string_view text) const {
  const std::string all = kWordMayBegin + marked(text) + kWordMayEnd;
  re2::StringPiece found;
  if (!re2::RE2::PartialMatch(all, *automaton_, &found)) return std::nullopt;
  return unmarked({found.data(), found.size()});
}

}  // namespace waybill::rules
