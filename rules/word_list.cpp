// rules/word_list.cpp: an automaton over the folded words; each hit is judged by its neighbours.
#include "rules/word_list.h"

#include <algorithm>
#include <iterator>

#include "rules/word_text.h"

namespace waybill::rules {
namespace {

template <class Word>
std::vector<Word> sorted(const std::vector<std::string>& words) {
  std::vector<Word> out;
  for (std::size_t i = 0; i < words.size(); ++i) out.push_back({word_text(words[i]), i});
  std::stable_sort(out.begin(), out.end(), [](const Word& a, const Word& b) { return a.text < b.text; });
  out.erase(std::unique(out.begin(), out.end(), [](const Word& a, const Word& b) { return a.text == b.text; }),
            out.end());
  return out;
}

template <class Word>
std::vector<std::string> texts(const std::vector<Word>& words) {
  std::vector<std::string> out;
  std::transform(words.begin(), words.end(), std::back_inserter(out), [](const Word& word) { return word.text; });
  return out;
}

}  // namespace

WordList::WordList(const std::vector<std::string>& words) : WordList(sorted<Word>(words)) {}
WordList::WordList(std::vector<Word> sorted) : words_(std::move(sorted)), automaton_(texts(words_)) {}

std::optional<std::size_t> WordList::find(std::string_view text) const {
  const std::string folded = word_text(text);
  std::optional<std::size_t> first;
  automaton_.scan(folded, [&](std::size_t word, std::size_t end) {
    const auto& [wanted, index] = words_[word];
    if ((!first || index < *first) && stands_alone(folded, end - wanted.size(), end)) first = index;
  });
  return first;
}

}  // namespace waybill::rules
