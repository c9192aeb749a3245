// rules/evaluate.cpp: all conditions and exceptions of a rule, three-valued.
#include "rules/evaluate.h"

#include <algorithm>
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

bool is_of_recipient(const Condition& condition) {
  return condition.word->looks == Looks::Recipient || condition.word->looks == Looks::SenderAndRecipient;
}

// The conditions and exceptions of one rule, observed one after the other.
class Evaluator {
 public:
  Evaluator(const Rule& rule, const Sight& sight) : rule_(rule), sight_(sight) {}

  Evaluation run() && {
    if (tells_all()) out_.trace.conditions.reserve(rule_.conditions.size() + rule_.exceptions.size());
    const Truth whole = observe_all(sight_, false);
    out_.trace.matched = whole;
    out_.recipients.assign(sight_.recipients.size(), whole);
    if (has_recipient_conditions() && whole != Truth::No) ask_recipients(whole);
    if (out_.trace.matched == Truth::No) out_.missing.clear();  // decided, whatever the answers were
    return std::move(out_);
  }

 private:
  void ask_recipients(Truth whole) {
    out_.trace.matched = Truth::No;
    Sight sight = sight_;
    for (std::size_t i = 0; i < sight_.recipients.size(); ++i) {
      sight.recipient = sight_.recipients[i];
      out_.recipients[i] = both(whole, observe_all(sight, true));
      out_.trace.matched = either(out_.trace.matched, out_.recipients[i]);
    }
  }

  Truth observe_all(const Sight& sight, bool of_recipient) {
    Truth all = Truth::Yes;
    for (const auto* list : {&rule_.conditions, &rule_.exceptions}) {
      for (const Condition& condition : *list) {
        if (is_of_recipient(condition) == of_recipient) all = both(all, observe(condition, sight));
      }
    }
    return all;
  }

  Truth observe(const Condition& condition, const Sight& sight) {
    Observation seen = condition.word->observe(condition, rule_, sight);
    out_.missing.insert(out_.missing.end(), seen.missing.begin(), seen.missing.end());
    if (tells_all()) {
      out_.trace.conditions.push_back({condition.name, condition.exception, seen.truth, std::move(seen.saw),
                                       condition.want, std::string(sight.recipient)});
    }
    return condition.exception ? negate(seen.truth) : seen.truth;
  }

  bool tells_all() const { return sight_.telling == message::Telling::All; }

  bool has_recipient_conditions() const {
    return std::any_of(rule_.conditions.begin(), rule_.conditions.end(), is_of_recipient) ||
           std::any_of(rule_.exceptions.begin(), rule_.exceptions.end(), is_of_recipient);
  }

  const Rule& rule_;
  const Sight& sight_;
  Evaluation out_;
};

}  // namespace

Evaluation evaluate(const Rule& rule, const Sight& sight) {
  const char* why = idle_reason(rule, sight.now);
  Evaluation out = why == nullptr ? Evaluator(rule, sight).run() : Evaluation();
  if (why != nullptr) out.trace.why = why;
  out.recipients.resize(sight.recipients.size(), Truth::No);
  return out;
}

}  // namespace waybill::rules
