// rules/pattern_scan.h: many pattern lists searched together.
//
// What: each pattern that cannot match without some piece of text ("offer" in `\boffer\s+\d+`) is tried only when one
// automaton over all such pieces has found them; the others run as one automaton.
// Contract: run() gives for each list what PatternList::search() gives. Cost: linear in the text, and in the number
//   of patterns whose pieces stand in it.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "rules/hit.h"
#include "rules/pattern_list.h"

namespace waybill::rules {

class PatternScan {
 public:
  explicit PatternScan(const std::vector<std::shared_ptr<const PatternList>>& lists);
  ~PatternScan();

  // `folded`: the text as rules/word_text.h has it.
  std::vector<Hit> run(std::string_view text, std::string_view folded) const;

 private:
  struct Pieces;
  struct Owner {
    std::size_t list;
    std::size_t index;
  };
  void add(std::size_t pattern, base::Truth truth, std::vector<Hit>& hits) const;

  std::size_t lists_;
  std::vector<std::shared_ptr<const Pattern>> patterns_;
  std::vector<Owner> owners_;      // of patterns_
  std::vector<std::size_t> bare_;  // of patterns_: those without pieces
  std::unique_ptr<const PatternList> bare_list_;
  std::unique_ptr<const Pieces> pieces_;
};

}  // namespace waybill::rules
