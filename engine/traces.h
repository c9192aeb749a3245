// engine/traces.h: what is told about each rule, however many branches of a message it was tried on.
//
// Contract: begin() for each rule in turn, then add() for each branch that is tried. A rule that no branch was open
// for is told as stopped. Recipients are named where a rule held for some of those it was tried for.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "message/outcome.h"
#include "rules/evaluate.h"
#include "rules/rule.h"

namespace waybill::engine {

class Traces {
 public:
  explicit Traces(message::Telling telling) : telling_(telling) {}

  void begin(const rules::Rule& rule);
  // Takes what the conditions saw out of the evaluation.
  void add(rules::Evaluation& evaluation, const std::vector<std::string>& recipients);
  // A rule that is not tried, and why.
  void skip(const rules::Rule& rule, const char* why);
  // The rule that began last could not be decided after all.
  void note_unknown();
  // Where texts went, by the names of rules.
  void note_placed(const std::map<std::string, std::string>& placed);

  std::vector<message::RuleTrace> result() &&;

 private:
  void add_conditions(std::vector<message::ConditionTrace> more);
  void end();

  message::Telling telling_;
  std::vector<message::RuleTrace> all_;
  std::size_t tried_ = 0;  // recipients that the last rule was tried for
};

}  // namespace waybill::engine
