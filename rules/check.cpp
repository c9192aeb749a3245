// rules/check.cpp: all rules of all files, each checked, then put into their order.
#include "rules/check.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "rules/check_rule.h"
#include "rules/scan.h"

namespace waybill::rules {
namespace {

class RulesetChecker {
 public:
  RulesetChecker(const base::Limits& limits, base::Diagnostics& diagnostics)
      : limits_(limits), diagnostics_(diagnostics) {}

  void add(const RuleFile& file) {
    for (const RawRule& raw : file.rules) {
      if (rules_.size() == limits_.rules) {
        return diagnostics_.error(raw.place, "more than " + std::to_string(limits_.rules) + " rules");
      }
      rules_.push_back(check_rule(raw, limits_, diagnostics_));
      claim_name(rules_.back());
      if (file.insertion == Insertion::InTurn) {
        insert(rules_.back());
      } else if (rules_.back().priority) {
        rank(rules_.back());
      } else {
        order_.push_back(rules_.size() - 1);
      }
    }
  }

  Ruleset result() && {
    Ruleset out;
    for (const auto& [priority, index] : ranked_) out.push_back(std::move(rules_[index]));
    for (const std::size_t index : order_) out.push_back(std::move(rules_[index]));
    return out;
  }

 private:
  void claim_name(const Rule& rule) {
    if (rule.name.empty()) return;
    const auto [first, is_new] = names_.emplace(base::lower(rule.name), rule.place);
    if (is_new) return;
    diagnostics_.error(rule.place, "a second rule \"" + base::printable(rule.name) + "\"; the first is at " +
                                       to_string(first->second));
  }

  // As New-TransportRule does: at its Priority, and what stood there moves down.
  void insert(const Rule& rule) {
    const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(rule.priority.value_or(limit()), 0));
    if (rule.priority && wanted > order_.size()) {
      diagnostics_.warn(rule.place, "Priority " + std::to_string(wanted) + " is past the end; the rule stands last");
    }
    const std::size_t at = std::min(wanted, order_.size());
    order_.insert(order_.begin() + static_cast<std::ptrdiff_t>(at), rules_.size() - 1);
  }

  void rank(const Rule& rule) {
    const auto [first, is_new] = ranked_.emplace(*rule.priority, rules_.size() - 1);
    if (is_new) return;
    order_.push_back(rules_.size() - 1);
    diagnostics_.error(rule.place, "Priority " + std::to_string(*rule.priority) + " is taken by the rule at " +
                                       to_string(rules_[first->second].place));
  }

  std::int64_t limit() const { return static_cast<std::int64_t>(order_.size()); }

  const base::Limits& limits_;
  base::Diagnostics& diagnostics_;
  std::vector<Rule> rules_;                     // as they were read
  std::vector<std::size_t> order_;              // of those without rank
  std::map<std::int64_t, std::size_t> ranked_;  // by Priority of TOML files
  std::map<std::string, base::Place> names_;
};

}  // namespace

Ruleset check(const std::vector<RuleFile>& files, const base::Limits& limits, base::Diagnostics& diagnostics) {
  RulesetChecker checker(limits, diagnostics);
  for (const RuleFile& file : files) checker.add(file);
  Ruleset rules = std::move(checker).result();
  if (!diagnostics.has_errors()) join_scans(rules);
  return rules;
}

}  // namespace waybill::rules
