// rules/pattern_list.h: the patterns of one condition, searched in one pass.
//
// Contract: as rules/pattern.h; any of the patterns is enough, and one that is found outweighs one that is Unknown.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/truth.h"
#include "rules/hit.h"
#include "rules/pattern.h"

namespace waybill::rules {

class PatternList {
 public:
  explicit PatternList(std::vector<std::shared_ptr<const Pattern>> patterns);
  ~PatternList();

  Hit search(std::string_view text) const;
  // Each that is in the text or Unknown: its index and truth, ascending.
  std::vector<std::pair<std::size_t, base::Truth>> search_all(std::string_view text) const;
  base::Truth match(std::string_view text) const { return search(text).truth; }
  const std::vector<std::shared_ptr<const Pattern>>& patterns() const { return patterns_; }

 private:
  struct Set;
  std::optional<std::vector<std::size_t>> candidates(std::string_view text) const;

  std::vector<std::shared_ptr<const Pattern>> patterns_;
  std::unique_ptr<const Set> set_;  // null: one pattern, or too many for one automaton
};

}  // namespace waybill::rules
