// import/rule_list.h: the rules that commands leave behind, in the order in which they run.
//
// What: New- inserts at its Priority and what stood there moves down, else at the end; Set- changes only what it
// names ($null removes; @{Add; Remove} changes a list); Enable-, Disable-, Remove-.
//
// Contract
//   A rule that loses a condition or exception, or has a value that is not known, is switched off: nothing acts more
//   widely than it did. Actions and properties that only Exchange has are dropped. All of it is said, with place and
//   parameter, never with the value. What is not done here yet is kept: `waybill check` says so.
//   A name used twice: the first rule stays.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "import/limits.h"
#include "import/rule_command.h"
#include "rules/words.h"

namespace waybill::import {

// What a rule should have had.
struct Loss {
  std::string parameter;
  base::Place place;
};

struct ImportedRule {
  std::string name;
  base::Place place;
  std::vector<rules::RawParameter> parameters = {};  // as rules files have them; no Name, no Priority
  std::vector<Loss> losses = {};                     // not empty: switched off
};

class RuleList {
 public:
  RuleList(const Limits& limits, base::Diagnostics& diagnostics) : limits_(limits), diagnostics_(diagnostics) {}

  void apply(const Command& command);

  const std::vector<ImportedRule>& rules() const { return rules_; }

 private:
  using Iterator = std::vector<ImportedRule>::iterator;

  void create(const Command& command);
  void change(const Command& command);
  void change_found(Iterator rule, const Command& command);
  void rename(ImportedRule& rule, const Argument& name);
  void set_all(ImportedRule& rule, const Command& command);
  void set(ImportedRule& rule, const Argument& argument);
  void set_known(ImportedRule& rule, const rules::Parameter& parameter, const Argument& argument);
  void drop(ImportedRule& rule, const rules::Parameter& parameter, const Argument& argument);
  void lose(ImportedRule& rule, std::string parameter, const base::Place& place, const std::string& why);
  void insert(ImportedRule rule, const Argument* priority);
  Iterator find(std::string_view name);
  std::string free_name();

  const Limits& limits_;
  base::Diagnostics& diagnostics_;
  std::vector<ImportedRule> rules_;
  std::size_t unnamed_ = 0;
};

}  // namespace waybill::import
