// rules/check_rule.cpp: the parameters of one rule, one after the other, and then as a whole.
#include "rules/check_rule.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "rules/action_names.h"
#include "rules/check_value.h"
#include "rules/compile_patterns.h"
#include "rules/conditions.h"
#include "rules/word_list.h"
#include "rules/words.h"

namespace waybill::rules {
namespace {

std::string refusal(const Word& word) {
  const char* how = word.status == Status::Never ? " is not possible here: " : " is not done yet: ";
  return how + std::string(word.reason);
}

// A condition that Exchange's exports list with false in every rule that does not have it.
bool is_switch(const Word& word) { return word.type == ValueType::Boolean && word.name.starts_with("Attachment"); }

bool reads_texts_of_attachments(const Word& word) {
  return word.name == "AttachmentContainsWords" || word.name == "AttachmentMatchesPatterns";
}

class RuleChecker {
 public:
  RuleChecker(const RawRule& raw, const base::Limits& limits, base::Diagnostics& diagnostics)
      : raw_(raw), limits_(limits), diagnostics_(diagnostics) {
    rule_.place = raw.place;
  }

  Rule run() && {
    for (const RawParameter& parameter : raw_.parameters) read(parameter);
    compile_all_patterns();
    join_pairs();
    check_whole();
    rule_.action_names = action_names(rule_);
    return std::move(rule_);
  }

 private:
  void read(const RawParameter& raw) {
    const auto parameter = find_parameter(raw.name);
    if (!parameter) return unknown(raw);
    const std::string name = parameter->name();
    if (!seen_.emplace(name, raw.place).second) return diagnostics_.error(raw.place, name + " is given twice");
    if (!raw.is_list && raw.values.empty()) {  // $null: not set
      seen_.erase(name);
      return;
    }
    if (parameter->word->status != Status::Done) return diagnostics_.error(raw.place, name + refusal(*parameter->word));
    const auto values = check_values(*parameter, raw, diagnostics_);
    if (!values) return;
    if (parameter->word->kind == WordKind::Condition) {
      add_condition(*parameter, raw, *values);
    } else {
      for (const Value& value : *values) parameter->word->set(rule_, value, diagnostics_);
    }
  }

  void unknown(const RawParameter& raw) {
    const std::string_view nearest = base::closest(raw.name, parameter_names());
    std::string text = "unknown parameter \"" + base::printable(raw.name, 80) + '"';
    if (!nearest.empty()) text.append("; did you mean ").append(nearest).append("?");
    diagnostics_.error(raw.place, std::move(text));
  }

  void add_condition(const Parameter& parameter, const RawParameter& raw, const std::vector<Value>& values) {
    const Word& word = *parameter.word;
    if (is_switch(word) && values.front().number == 0) {
      return diagnostics_.warn(raw.place,
                               parameter.name() + " = false is as if it were not there (so it is in Exchange)");
    }
    if (reads_texts_of_attachments(word)) warn_of_documents(parameter, raw.place);
    Condition condition{&word, parameter.exception, {}};
    condition.number = values.front().number;
    for (const Value& value : values) condition.values.push_back(value.text);
    if (word.observe == nullptr) {
      partners_[{word.needs, parameter.exception}] = std::move(condition.values);
      return;
    }
    if (word.type == ValueType::Words || word.type == ValueType::Charsets) compile(condition, condition.values);
    if (word.type == ValueType::AttributeWords || word.type == ValueType::PropertyWords) {
      for (const Value& value : values) compile(condition, attribute_value_words(value.text));
    }
    for (const Value& value : values) {
      if (word.type == ValueType::IpRanges) condition.ranges.push_back(*message::parse_ip_range(value.text));
    }
    if (has_patterns(word.type)) patterns_.emplace_back(parameter.name(), &raw);
    (parameter.exception ? rule_.exceptions : rule_.conditions).push_back(std::move(condition));
  }

  void warn_of_documents(const Parameter& parameter, const base::Place& place) {
    diagnostics_.warn(place, parameter.name() +
                                 ": the text inside of Office and PDF files is not read yet; such an "
                                 "attachment is found by AttachmentIsUnsupported");
  }

  // UseLegacyRegex may stand behind the patterns.
  void compile_all_patterns() {
    for (auto* conditions : {&rule_.conditions, &rule_.exceptions}) {
      for (Condition& condition : *conditions) {
        const std::string name = Parameter{condition.word, condition.exception}.name();
        const auto found = std::find_if(patterns_.begin(), patterns_.end(),
                                        [&](const auto& pattern) { return pattern.first == name; });
        if (found == patterns_.end()) continue;
        compile_patterns(condition, *found->second, rule_.legacy_patterns ? Dialect::Legacy : Dialect::DotNet,
                         diagnostics_);
      }
    }
  }

  static void compile(Condition& condition, const std::vector<std::string>& words) {
    condition.word_lists.push_back(std::make_shared<const WordList>(words));
  }

  // Words that stand beside each other or not at all.
  void join_pairs() {
    for (const auto& [name, place] : seen_) {
      const auto parameter = find_parameter(name);
      if (parameter->word->needs.empty()) continue;
      const std::string partner = Parameter{find_parameter(parameter->word->needs)->word, parameter->exception}.name();
      if (seen_.count(partner) != 0 || has_seen_instead(parameter->word->needs)) continue;
      diagnostics_.error(place, std::string(name).append(" needs ").append(partner).append(" beside it"));
    }
    for (auto* conditions : {&rule_.conditions, &rule_.exceptions}) {
      for (Condition& condition : *conditions) {
        const auto found = partners_.find({condition.word->name, condition.exception});
        if (found != partners_.end()) condition.partner = found->second;
        condition.name = Parameter{condition.word, condition.exception}.name();
        condition.want = wanted(condition);
      }
    }
  }

  void check_whole() {
    for (const auto& [name, place] : seen_) {
      const std::string_view other = find_parameter(name)->word->instead;
      if (other.empty() || seen_.count(std::string(other)) == 0) continue;
      diagnostics_.error(place, std::string(name).append(" and ").append(other).append(" exclude each other"));
    }
    if (seen_.count("Name") == 0) diagnostics_.error(raw_.place, "a rule without Name");
    if (rule_.activation && rule_.expiry && *rule_.expiry <= *rule_.activation) {
      diagnostics_.warn(raw_.place, "the rule expires before it becomes active");
    }
    if (!has_seen(WordKind::Action)) diagnostics_.warn(raw_.place, "the rule has no action");
    if (rule_.disclaimer) check_disclaimer();
  }

  void check_disclaimer() {
    check_length("ApplyHtmlDisclaimerText", rule_.disclaimer->html);
    if (rule_.disclaimer->text) check_length("ApplyTextDisclaimerText", *rule_.disclaimer->text);
    const auto marker = seen_.find("ApplyHtmlDisclaimerMarker");
    if (marker != seen_.end() && rule_.disclaimer->location != DisclaimerLocation::Marker) {
      diagnostics_.warn(marker->second, "the marker has no effect without ApplyHtmlDisclaimerLocation \"Marker\"");
    }
    if (!has_seen(WordKind::Condition)) {
      diagnostics_.warn(raw_.place,
                        "without a condition mail from outside is signed too; add FromScope or FromMemberOf");
    }
  }

  void check_length(const std::string& name, const DisclaimerText& text) {
    if (text.text.size() <= limits_.template_bytes) return;
    diagnostics_.error(text.place, name + " is longer than " + std::to_string(limits_.template_bytes) + " bytes");
  }

  bool has_seen_instead(std::string_view name) const {
    return std::any_of(seen_.begin(), seen_.end(),
                       [&](const auto& seen) { return find_parameter(seen.first)->word->instead == name; });
  }

  // Refused ones count: they are said already.
  bool has_seen(WordKind kind) const {
    return std::any_of(seen_.begin(), seen_.end(), [&](const auto& seen) {
      const auto parameter = find_parameter(seen.first);
      return parameter->word->kind == kind && !parameter->exception;
    });
  }

  const RawRule& raw_;
  const base::Limits& limits_;
  base::Diagnostics& diagnostics_;
  Rule rule_;
  std::map<std::string, base::Place> seen_;
  std::map<std::pair<std::string_view, bool>, std::vector<std::string>> partners_;  // by the word they go with
  std::vector<std::pair<std::string, const RawParameter*>> patterns_;  // as they were written, by parameter
};

}  // namespace

Rule check_rule(const RawRule& raw, const base::Limits& limits, base::Diagnostics& diagnostics) {
  return RuleChecker(raw, limits, diagnostics).run();
}

}  // namespace waybill::rules
