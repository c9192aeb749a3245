// Rules as Exchange's log tells them.
#include "tracking/rule_entries.h"

#include <array>
#include <boost/test/unit_test.hpp>

using namespace waybill;

namespace {

message::RuleTrace rule(std::string name, base::Truth matched = base::Truth::Yes, std::string severity = {}) {
  message::RuleTrace out;
  out.name = std::move(name);
  out.matched = matched;
  out.severity = std::move(severity);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tracking_rule_entries)

BOOST_AUTO_TEST_CASE(those_that_matched_with_actions_severity_and_mode) {
  constexpr std::array<std::string_view, 2> kActions = {"ApplyHtmlDisclaimer", "SetAuditSeverity"};
  std::vector<message::RuleTrace> rules = {
      rule("Sign", base::Truth::Yes, "Medium"), rule("No", base::Truth::No),
      rule("Ask", base::Truth::Unknown),        rule("Watch", base::Truth::Yes, "High"),
      rule("Mild", base::Truth::Yes, "Low"),    rule("Secret", base::Truth::Yes, "DoNotAudit")};
  rules[0].actions = kActions;
  rules[3].audits_only = true;
  BOOST_TEST(tracking::rule_entries(rules, false) ==
             "S:TRA=ETR|ruleId=Sign|action=ApplyHtmlDisclaimer|action=SetAuditSeverity|sev=2|mode=Enforce;"
             "S:TRA=ETR|ruleId=Watch|sev=3|mode=Audit;S:TRA=ETR|ruleId=Mild|sev=1|mode=Enforce");
  BOOST_TEST(tracking::rule_entries({rules[4]}, true) == "S:TRA=ETR|ruleId=Mild|sev=1|mode=Audit");
}

BOOST_AUTO_TEST_CASE(none) {
  BOOST_TEST(tracking::rule_entries({}, false) == "");
  BOOST_TEST(tracking::rule_entries({rule("No", base::Truth::No)}, false) == "");
}

BOOST_AUTO_TEST_CASE(no_name_can_fake_an_entry) {
  BOOST_TEST(tracking::rule_entries({rule("a|b;c%\n\u00fc\xff")}, false) ==
             "S:TRA=ETR|ruleId=a%7Cb%3Bc%25%0A\u00fc\uFFFD|mode=Enforce");
}

BOOST_AUTO_TEST_CASE(a_thousand_rules_are_cut_between_two) {
  const std::vector<message::RuleTrace> rules(1000, rule(std::string(40, 'x')));
  const std::string entries = tracking::rule_entries(rules, false);
  BOOST_TEST(entries.size() < 16384U);
  BOOST_TEST(entries.size() > 16000U);
  BOOST_TEST(entries.ends_with("|mode=Enforce"));
}

BOOST_AUTO_TEST_SUITE_END()
