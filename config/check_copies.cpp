// config/check_copies.cpp: rules on recipients, one by one.
#include "config/check_copies.h"

#include <algorithm>

#include "rules/words.h"

namespace waybill::config {
namespace {

bool looks_at_recipients(const rules::Rule& rule) {
  const auto does = [](const rules::Condition& condition) {
    return condition.word->looks == rules::Looks::Recipient ||
           condition.word->looks == rules::Looks::SenderAndRecipient;
  };
  return std::any_of(rule.conditions.begin(), rule.conditions.end(), does) ||
         std::any_of(rule.exceptions.begin(), rule.exceptions.end(), does);
}

bool changes_content(const rules::Rule& rule) {
  const rules::Actions& actions = rule.actions;
  const bool changes_header = !actions.remove_header.empty() || !actions.set_header_name.empty() ||
                              !actions.prepend_subject.empty() || !actions.classification.empty() || actions.scl;
  return rule.disclaimer || changes_header || actions.quarantine;
}

}  // namespace

void check_copies(const engine::Policy& policy, base::Diagnostics& diagnostics) {
  if (policy.per_recipient == engine::PerRecipient::Split) return;
  for (const rules::Rule& rule : policy.rules) {
    if (!rule.enabled || rule.mode != rules::Mode::Enforce || !looks_at_recipients(rule)) continue;
    if (rule.actions.reject && rule.actions.reject->code >= 500) {
      diagnostics.error(
          rule.place, "the rule \"" + rule.name + "\" refuses mail for some recipients, which needs delivery.reinject");
    } else if (changes_content(rule)) {
      diagnostics.warn(rule.place, "the rule \"" + rule.name +
                                       "\" changes mail for some recipients; without delivery.reinject all get the "
                                       "result of the recipients outside");
    }
  }
}

}  // namespace waybill::config
