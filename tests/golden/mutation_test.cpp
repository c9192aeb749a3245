// Every condition, exception and action that is done decides in at least one golden case: without it, and with a rule
// that it keeps from ever applying, another outcome comes.
#include <boost/test/unit_test.hpp>
#include <functional>
#include <sstream>

#include "base/text.h"
#include "rules/words.h"
#include "tests/golden/golden_case.h"

using namespace waybill;
using rules::Parameter;

namespace {

std::vector<golden::Case> read_cases() {
  std::vector<golden::Case> out;
  for (const auto& folder : golden::case_folders()) out.push_back(golden::read_case(folder));
  return out;
}

const std::vector<golden::Case>& cases() {
  static const std::vector<golden::Case> kCases = read_cases();
  return kCases;
}

// Whether rules hold and what becomes of the message; not what single conditions saw.
std::string effect(const golden::Case& c, const rules::RuleFile& file) {
  engine::Policy policy = c.policy;
  base::Diagnostics diagnostics;
  golden::use_rules(policy, file, diagnostics);
  if (diagnostics.has_errors()) return "refused";
  std::string out;
  try {
    std::istringstream lines(
        to_string(golden::decide(c, policy, {c.envelope, c.raw.headers, c.raw.body, c.raw.line_end})));
    for (std::string line; std::getline(lines, line);) {
      if (line.find("; wants ") == std::string::npos) out += line + '\n';
    }
  } catch (const std::runtime_error& unanswered) {
    return unanswered.what();
  }
  return out;
}

// The parameter, or one that goes with it.
bool belongs_to(const rules::RawParameter& raw, const Parameter& parameter) {
  const auto found = rules::find_parameter(raw.name);
  return found && found->exception == parameter.exception &&
         (found->word == parameter.word || found->word->needs == parameter.word->name);
}

bool has(const rules::RawRule& rule, const Parameter& parameter) {
  return std::any_of(rule.parameters.begin(), rule.parameters.end(), [&](const rules::RawParameter& raw) {
    const auto found = rules::find_parameter(raw.name);
    return found && found->word == parameter.word && found->exception == parameter.exception;
  });
}

using Change = std::function<void(rules::RawRule&)>;

bool is_noticed(const Parameter& parameter, const Change& change) {
  return std::any_of(cases().begin(), cases().end(), [&](const golden::Case& c) {
    rules::RuleFile file = c.rules;
    bool is_changed = false;
    for (rules::RawRule& rule : file.rules) {
      if (!has(rule, parameter)) continue;
      change(rule);
      is_changed = true;
    }
    return is_changed && effect(c, file) != effect(c, c.rules);
  });
}

void switch_off(rules::RawRule& rule) {
  std::erase_if(rule.parameters, [](const auto& raw) { return base::equals_ignore_case(raw.name, "Enabled"); });
  rule.parameters.push_back({"Enabled", rule.place, {{rules::RawValue::Kind::Boolean, "false", rule.place}}});
}

void check(const Parameter& parameter) {
  BOOST_TEST_CONTEXT(parameter.name()) {
    const bool is_dropped_noticed = is_noticed(parameter, [&](rules::RawRule& rule) {
      std::erase_if(rule.parameters, [&](const rules::RawParameter& raw) { return belongs_to(raw, parameter); });
    });
    BOOST_TEST(is_dropped_noticed);
    BOOST_TEST(is_noticed(parameter, switch_off));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(golden_mutations)

BOOST_AUTO_TEST_CASE(each_condition_exception_and_action_decides_in_a_case) {
  for (const rules::Word& word : rules::words()) {
    if (word.status != rules::Status::Done || word.kind == rules::WordKind::Property) continue;
    check({&word, false});
    if (word.kind == rules::WordKind::Condition) check({&word, true});
  }
}

// As often true as a case can show it, and false both for what is nearly right and for what is not.
BOOST_AUTO_TEST_CASE(each_condition_and_exception_is_seen_true_and_false) {
  std::map<std::string, std::pair<int, int>> seen;
  for (const golden::Case& c : cases()) {
    const auto outcome = golden::decide(c, c.policy, {c.envelope, c.raw.headers, c.raw.body, c.raw.line_end});
    for (const message::RuleTrace& rule : outcome.rules) {
      for (const message::ConditionTrace& condition : rule.conditions) {
        auto& [yes, no] = seen[std::string(condition.name)];
        if (condition.truth == base::Truth::Yes) ++yes;
        if (condition.truth == base::Truth::No) ++no;
      }
    }
  }
  for (const rules::Word& word : rules::words()) {
    if (word.observe == nullptr) continue;
    for (const bool is_exception : {false, true}) {
      const std::string name = Parameter{&word, is_exception}.name();
      BOOST_TEST_CONTEXT(name) {
        BOOST_TEST(seen[name].first >= 1);
        BOOST_TEST(seen[name].second >= 2);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
