// rules/pattern_scan.cpp: RE2's FilteredRE2 says which pieces a pattern needs, the automaton which are there.
#include "rules/pattern_scan.h"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "rules/automaton.h"
#include "rules/pattern_options.h"
#include "rules/word_text.h"

namespace waybill::rules {

using base::Truth;

namespace {

constexpr int kShortestPiece = 5;  // shorter ones stand in every other text

std::vector<std::string> keys_of(const std::map<std::string, std::vector<int>>& pieces) {
  std::vector<std::string> out;
  for (const auto& [text, numbers] : pieces) out.push_back(text);
  return out;
}

}  // namespace

struct PatternScan::Pieces {
  Pieces(re2::FilteredRE2 filter_of, const std::map<std::string, std::vector<int>>& pieces)
      : filter(std::move(filter_of)), automaton(keys_of(pieces)) {
    for (const auto& [text, list] : pieces) numbers.push_back(list);
  }

  // Which patterns may be in the text, those without pieces included.
  std::vector<int> patterns_in(std::string_view folded) const {
    std::vector<bool> is_found(numbers.size());
    std::vector<int> found;
    automaton.scan(folded, [&](std::size_t piece, std::size_t) {
      if (is_found[piece]) return;
      is_found[piece] = true;
      found.insert(found.end(), numbers[piece].begin(), numbers[piece].end());
    });
    std::vector<int> out;
    filter.AllPotentials(found, &out);
    return out;
  }

  re2::FilteredRE2 filter;
  Automaton automaton;
  std::vector<std::vector<int>> numbers;  // of each string of the automaton: the filter's numbers
};

PatternScan::PatternScan(const std::vector<std::shared_ptr<const PatternList>>& lists) : lists_(lists.size()) {
  re2::FilteredRE2 filter(kShortestPiece);
  for (std::size_t list = 0; list < lists.size(); ++list) {
    for (std::size_t i = 0; i < lists[list]->patterns().size(); ++i) {
      int id = 0;
      patterns_.push_back(lists[list]->patterns()[i]);
      owners_.push_back({list, i});
      filter.Add(patterns_.back()->re2(), pattern_options(), &id);
    }
  }
  std::vector<std::string> texts;
  filter.Compile(&texts);
  // The pieces are in lower case; folding also joins letters that have several lower cases.
  std::map<std::string, std::vector<int>> pieces;
  for (std::size_t i = 0; i < texts.size(); ++i) pieces[word_text(texts[i])].push_back(static_cast<int>(i));
  pieces_ = std::make_unique<const Pieces>(std::move(filter), pieces);
  for (const int pattern : pieces_->patterns_in("")) bare_.push_back(static_cast<std::size_t>(pattern));
  std::sort(bare_.begin(), bare_.end());
  std::vector<std::shared_ptr<const Pattern>> bare;
  for (const std::size_t pattern : bare_) bare.push_back(patterns_[pattern]);
  bare_list_ = std::make_unique<const PatternList>(std::move(bare));
}

PatternScan::~PatternScan() = default;

void PatternScan::add(std::size_t pattern, Truth truth, std::vector<Hit>& hits) const {
  const auto& [list, index] = owners_[pattern];
  Hit& hit = hits[list];
  if (truth > hit.truth || (truth == hit.truth && truth != Truth::No && index < hit.index)) hit = {truth, index};
}

std::vector<Hit> PatternScan::run(std::string_view text, std::string_view folded) const {
  std::vector<Hit> hits(lists_);
  for (const int potential : pieces_->patterns_in(folded)) {
    const auto pattern = static_cast<std::size_t>(potential);
    if (!std::binary_search(bare_.begin(), bare_.end(), pattern)) add(pattern, patterns_[pattern]->match(text), hits);
  }
  for (const auto& [bare, truth] : bare_list_->search_all(text)) add(bare_[bare], truth, hits);
  return hits;
}

}  // namespace waybill::rules
