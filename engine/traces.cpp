// engine/traces.cpp: several evaluations of one rule told as one.
#include "engine/traces.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "rules/words.h"

namespace waybill::engine {

using base::Truth;

void Traces::begin(const rules::Rule& rule) {
  end();
  all_.push_back({rule.name, Truth::No, "stopped"});
  if (rule.actions.severity) {
    const auto names = base::split(rules::find_parameter("SetAuditSeverity")->word->choices, '|');
    all_.back().severity = names[static_cast<std::size_t>(*rule.actions.severity)];
  }
  if (rule.mode == rules::Mode::Enforce) all_.back().log = rule.actions.log_event;
  all_.back().actions = rule.action_names;
  all_.back().audits_only = rule.mode == rules::Mode::Audit;
}

void Traces::add(rules::Evaluation& evaluation, const std::vector<std::string>& recipients) {
  message::RuleTrace& trace = all_.back();
  trace.why = evaluation.trace.why;
  trace.matched = either(trace.matched, evaluation.trace.matched);
  add_conditions(std::move(evaluation.trace.conditions));
  for (std::size_t i = 0; i < recipients.size(); ++i) {
    if (evaluation.recipients[i] == Truth::Yes) trace.recipients.push_back(recipients[i]);
  }
  tried_ += recipients.size();
}

// What several branches see alike is told once.
void Traces::add_conditions(std::vector<message::ConditionTrace> more) {
  auto& told = all_.back().conditions;
  if (told.empty()) {
    told = std::move(more);
    return;
  }
  for (message::ConditionTrace& condition : more) {
    if (std::find(told.begin(), told.end(), condition) == told.end()) told.push_back(std::move(condition));
  }
}

// Who gets it is worth saying only where not all do.
void Traces::end() {
  if (all_.empty()) return;
  if (all_.back().recipients.size() == tried_) all_.back().recipients.clear();
  if (telling_ == message::Telling::Matches && all_.back().matched == Truth::No) all_.pop_back();
  tried_ = 0;
}

void Traces::note_unknown() {
  all_.back().matched = Truth::Unknown;
  all_.back().recipients.clear();
}

std::vector<message::RuleTrace> Traces::result() && {
  end();
  return std::move(all_);
}

void Traces::skip(const rules::Rule& rule, const char* why) {
  if (telling_ == message::Telling::All) all_.push_back({rule.name, Truth::No, why});
}

void Traces::note_placed(const std::map<std::string, std::string>& placed) {
  for (message::RuleTrace& trace : all_) {
    const auto found = placed.find(trace.name);
    if (found == placed.end() || trace.placed == found->second) continue;
    if (!trace.placed.empty()) trace.placed += "; ";
    trace.placed += found->second;
  }
}

}  // namespace waybill::engine
