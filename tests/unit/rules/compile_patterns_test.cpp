// Patterns in rules: what is wrong is said at its character, and the dialect holds for the whole rule.
#include "rules/compile_patterns.h"

#include <boost/test/unit_test.hpp>

#include "rules/pattern_list.h"
#include "tests/unit/rules/raw.h"

using namespace waybill::rules;
using namespace waybill::rules::test;
using waybill::base::Truth;

namespace {

std::string complaints(RawParameter parameter) {
  std::string out;
  checked({stop_rule("r", {std::move(parameter)})}, &out);
  return out;
}

const Condition& only_condition(const Ruleset& rules) { return rules.at(0).conditions.at(0); }

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_compile_patterns)

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_at_its_character) {
  BOOST_TEST(complaints(text("SubjectMatchesPatterns", {"\u00fc(a"})) ==
             "r:2:10: error: SubjectMatchesPatterns: ( is not closed\n");
  BOOST_TEST(complaints(text("ExceptIfSubjectMatchesPatterns", {"a", "ab\\p{IsGreek}"}))
                 .starts_with("r:2:11: error: ExceptIfSubjectMatchesPatterns: block names"));
  RawParameter escaped = text("SubjectMatchesPatterns", {"\\d*\\y"});  // "\\d*\\y" in a basic string
  escaped.values.front().jumps = {{1, 2, 11}, {4, 2, 15}};
  BOOST_TEST(complaints(escaped) == "r:2:13: error: SubjectMatchesPatterns: \\y is not known\n");
  BOOST_TEST(complaints(text("SubjectMatchesPatterns", {""})) ==
             "r:2:9: error: SubjectMatchesPatterns: a value is empty\n");
  BOOST_TEST(complaints(text("SubjectMatchesPatterns", {"a*"})) ==
             "r:2:9: warning: SubjectMatchesPatterns: the pattern is in every text\n");
  BOOST_TEST(complaints(text("SubjectMatchesPatterns", {"^$"})).empty());
}

BOOST_AUTO_TEST_CASE(patterns_of_attributes_are_divided_at_commas_outside_of_brackets) {
  const Ruleset rules = checked({stop_rule(
      "r", {text("SenderADAttributeMatchesPatterns", {"title:^a{1,2}$,b[,]c,(d,e),f\\,g,\\(h", "Department:x"})})});
  const Condition& condition = only_condition(rules);
  BOOST_REQUIRE(condition.pattern_lists.size() == 2U);
  BOOST_TEST(condition.values.front().starts_with("Title:"));
  const PatternList& list = *condition.pattern_lists.front();
  BOOST_TEST(list.patterns().size() == 5U);
  for (const char* title : {"aa", "b,c", "d,e", "f,g", "(h"}) BOOST_TEST((list.match(title) == Truth::Yes), title);
  for (const char* title : {"aaa", "b", "d", "f", "x"}) BOOST_TEST((list.match(title) == Truth::No), title);
  BOOST_TEST(complaints(text("SenderADAttributeMatchesPatterns", {"Title:a,,b"})) ==
             "r:2:17: error: SenderADAttributeMatchesPatterns: a pattern is empty\n");
  BOOST_TEST(complaints(text("SenderADAttributeMatchesPatterns", {"Title:a,(b"})) ==
             "r:2:17: error: SenderADAttributeMatchesPatterns: ( is not closed\n");
  BOOST_TEST(complaints(text("SenderADAttributeMatchesPatterns", {"Tile:a"})).find("did you mean Title?") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_dialect_holds_wherever_it_stands) {
  const auto legacy = typed("UseLegacyRegex", RawValue::Kind::Boolean, "true");
  const auto pattern = text("SubjectMatchesPatterns", {"a.c"});
  for (const auto& parameters : {std::vector{legacy, pattern}, std::vector{pattern, legacy}}) {
    const Ruleset rules = checked({stop_rule("r", parameters)});
    BOOST_TEST((only_condition(rules).pattern_lists.front()->match("abc") == Truth::No));
    BOOST_TEST(to_toml(rules).find("UseLegacyRegex = true") != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
