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
}

void Traces::add(const rules::Evaluation& evaluation, const std::vector<std::string>& recipients) {
  message::RuleTrace& trace = all_.back();
  const message::RuleTrace& more = evaluation.trace;
  trace.why = more.why;
  trace.matched = either(trace.matched, more.matched);
  for (const message::ConditionTrace& condition : more.conditions) {
    const bool is_told =
        std::find(trace.conditions.begin(), trace.conditions.end(), condition) != trace.conditions.end();
    if (!is_told) trace.conditions.push_back(condition);
  }
  for (std::size_t i = 0; i < recipients.size(); ++i) {
    if (evaluation.recipients[i] == Truth::Yes) trace.recipients.push_back(recipients[i]);
  }
  tried_ += recipients.size();
}

// Who gets it is worth saying only where not all do.
void Traces::end() {
  if (!all_.empty() && all_.back().recipients.size() == tried_) all_.back().recipients.clear();
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

void Traces::skip(const rules::Rule& rule, const char* why) { all_.push_back({rule.name, Truth::No, why}); }

void Traces::note_placed(const std::map<std::string, std::string>& placed) {
  for (message::RuleTrace& trace : all_) {
    const auto found = placed.find(trace.name);
    if (found == placed.end() || trace.placed == found->second) continue;
    if (!trace.placed.empty()) trace.placed += "; ";
    trace.placed += found->second;
  }
}

}  // namespace waybill::engine
