// rules/word_scan.cpp: each word once in the automaton, with the lists that own it.
#include "rules/word_scan.h"

#include <algorithm>
#include <string>

#include "rules/word_text.h"

namespace waybill::rules {

WordScan::WordScan(const std::vector<std::shared_ptr<const WordList>>& lists) : lists_(lists), automaton_({}) {
  struct Entry {
    std::string_view text;
    std::uint32_t list;
    std::uint32_t index;
  };
  std::vector<Entry> entries;
  for (std::size_t list = 0; list < lists.size(); ++list) {
    for (const WordList::Word& word : lists[list]->words()) {
      entries.push_back({word.text, static_cast<std::uint32_t>(list), static_cast<std::uint32_t>(word.index)});
    }
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.text < b.text; });
  std::vector<std::string> texts;
  for (const Entry& entry : entries) {
    if (texts.empty() || texts.back() != entry.text) {
      words_.push_back({entry.text, static_cast<std::uint32_t>(owners_.size())});
      texts.emplace_back(entry.text);
    }
    owners_.push_back({entry.list, entry.index});
  }
  words_.push_back({{}, static_cast<std::uint32_t>(owners_.size())});
  automaton_ = Automaton(texts);
}

std::vector<Hit> WordScan::run(std::string_view folded) const {
  std::vector<Hit> hits(lists_.size());
  std::vector<bool> is_found(words_.size());
  automaton_.scan(folded, [&](std::size_t word, std::size_t end) {
    if (is_found[word] || !stands_alone(folded, end - words_[word].text.size(), end)) return;
    is_found[word] = true;
    for (std::uint32_t i = words_[word].first_owner; i < words_[word + 1].first_owner; ++i) {
      Hit& hit = hits[owners_[i].list];
      const std::size_t index = owners_[i].index;
      if (hit.truth != base::Truth::Yes || index < hit.index) hit = {base::Truth::Yes, index};
    }
  });
  return hits;
}

}  // namespace waybill::rules
