// rules/evaluate.cpp: all conditions and exceptions of a rule, three-valued.
#include "rules/evaluate.h"

#include <utility>

#include "rules/conditions.h"
#include "rules/words.h"

namespace waybill::rules {
namespace {

using base::Truth;

const char* idle_reason(const Rule& rule, std::int64_t now) {
  if (!rule.enabled) return "disabled";
  if (rule.activation && now < *rule.activation) return "not active";
  if (rule.expiry && now >= *rule.expiry) return "expired";
  return nullptr;
}

void observe(const Condition& condition, const Rule& rule, const Sight& sight, Evaluation& out) {
  Observation seen = condition.word->observe(condition, rule, sight);
  out.trace.matched = both(out.trace.matched, condition.exception ? negate(seen.truth) : seen.truth);
  out.missing.insert(out.missing.end(), seen.missing.begin(), seen.missing.end());
  const std::string name = Parameter{condition.word, condition.exception}.name();
  out.trace.conditions.push_back({name, condition.exception, seen.truth, std::move(seen.saw), wanted(condition)});
}

}  // namespace

Evaluation evaluate(const Rule& rule, const Sight& sight) {
  Evaluation out;
  out.trace.name = rule.name;
  if (const char* why = idle_reason(rule, sight.now)) {
    out.trace.why = why;
    return out;
  }
  out.trace.matched = Truth::Yes;
  for (const Condition& condition : rule.conditions) observe(condition, rule, sight, out);
  for (const Condition& exception : rule.exceptions) observe(exception, rule, sight, out);
  if (out.trace.matched == Truth::No) out.missing.clear();  // decided, whatever the answers were
  return out;
}

}  // namespace waybill::rules
