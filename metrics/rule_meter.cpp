// metrics/rule_meter.cpp: series of rules, found by index while they run and by name when a message is done.
#include "metrics/rule_meter.h"

namespace waybill::metrics {

RuleMeter::RuleMeter(Registry& registry, const std::vector<std::string>& names) {
  Counters& evaluations =
      counters(registry, "waybill_rule_evaluations_total", "How often a rule's conditions were looked at.");
  Counters& spent = counters(registry, "waybill_rule_seconds_total", "Time spent on a rule's conditions.");
  Counters& matches = counters(registry, "waybill_rule_matches_total", "Messages that a rule matched.");
  Counters& undecided =
      counters(registry, "waybill_rule_undecided_total", "Messages for which a rule could not be decided.");
  for (const std::string& name : names) {
    const prometheus::Labels labels = {{"rule", name}};
    index_.emplace(name, rules_.size());
    rules_.push_back({&evaluations.Add(labels), &spent.Add(labels), &matches.Add(labels), &undecided.Add(labels)});
  }
}

void RuleMeter::note(const engine::Finished& finished) noexcept {
  for (const message::RuleTrace& rule : finished.outcome.rules) {
    const auto at = index_.find(rule.name);
    if (at == index_.end()) continue;
    const Series& series = rules_[at->second];
    if (rule.matched == base::Truth::Yes) series.matches->Increment();
    if (rule.matched == base::Truth::Unknown) series.undecided->Increment();
  }
}

void RuleMeter::evaluated(std::size_t rule, std::chrono::steady_clock::time_point since) noexcept {
  rules_[rule].evaluations->Increment();
  rules_[rule].seconds->Increment(seconds(now() - since));
}

}  // namespace waybill::metrics
