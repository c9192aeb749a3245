// rules/word_list.cpp: whole words as one RE2 automaton.
#include "rules/word_list.h"

#include <re2/re2.h>

#include "base/text.h"

namespace waybill::rules {
namespace {

// U+30FC and U+FF70, the marks of long vowels, belong to no script.
constexpr std::string_view kBoundary =
    R"((?:[^\pL\p{Nd}]|[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}\x{30FC}\x{FF70}]))";
constexpr std::string_view kWhiteSpace = R"([\s\x0B\p{Z}\x{85}]+)";

std::string phrase(std::string_view word) {
  std::string out;
  bool gap = false;
  for (const std::string_view piece : base::split(word, ' ')) {
    if (piece.empty()) continue;
    if (gap) out += kWhiteSpace;
    out += re2::RE2::QuoteMeta(re2::StringPiece(piece.data(), piece.size()));
    gap = true;
  }
  return out;
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  for (std::size_t offset = 0; offset < text.size();) base::append_utf8(out, base::next_code_point(text, offset));
  return out;
}

std::optional<std::string> search(const re2::RE2& automaton, std::string_view text) {
  re2::StringPiece found;
  if (!re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), automaton, &found)) return std::nullopt;
  return std::string(found);
}

}  // namespace

base::Result<std::shared_ptr<const WordList>> WordList::compile(const std::vector<std::string>& words) {
  std::string any;
  for (const std::string& word : words) any += (any.empty() ? "" : "|") + phrase(word);
  re2::RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  options.set_max_mem((std::int64_t{8} << 20) + static_cast<std::int64_t>(any.size()) * 400);
  const std::string boundary(kBoundary);
  auto automaton =
      std::make_shared<const re2::RE2>("(?:\\A|" + boundary + ")(" + any + ")(?:\\z|" + boundary + ")", options);
  if (!automaton->ok()) return base::Error{base::ErrorKind::TooLarge, "too many words: " + automaton->error()};
  return std::shared_ptr<const WordList>(new WordList(std::move(automaton)));
}

std::optional<std::string> WordList::find(std::string_view text) const {
  return base::is_valid_utf8(text) ? search(*automaton_, text) : search(*automaton_, valid_utf8(text));
}

}  // namespace waybill::rules
