// rules/scan.h: the words or patterns of all rules that are looked for in texts of one kind.
//
// What: conditions of one word (and of one header field, of one attribute) share a Scan, whatever rules they belong
// to. A text goes through it once; each condition then looks up its own result (rules/search.h). So the cost of a
// message grows with its length and with what is found in it, not with the number of rules.
// Contract: run() gives for each seat what searching with its list alone gives.
// Threads: any number may run one Scan.
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "rules/pattern_scan.h"
#include "rules/rule.h"
#include "rules/texts.h"
#include "rules/word_scan.h"

namespace waybill::rules {

class Scan {
 public:
  using WordLists = std::vector<std::shared_ptr<const WordList>>;
  using PatternLists = std::vector<std::shared_ptr<const PatternList>>;
  explicit Scan(const WordLists& lists) : scan_(std::make_unique<const WordScan>(lists)) {}
  explicit Scan(const PatternLists& lists) : scan_(std::make_unique<const PatternScan>(lists)) {}

  // One Hit for each list.
  std::vector<Hit> run(Text& text) const;

 private:
  std::variant<std::unique_ptr<const WordScan>, std::unique_ptr<const PatternScan>> scan_;
};

// Gives every condition that has lists its seats. Conditions that are alone of their kind keep none.
void join_scans(Ruleset& rules);

}  // namespace waybill::rules
