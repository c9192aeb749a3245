// What check() accepts, what it says of the rest, and the order in which rules come out.
#include "rules/check.h"

#include <boost/test/unit_test.hpp>

#include "rules/words.h"
#include "tests/unit/rules/raw.h"

using namespace waybill::rules;
using namespace waybill::rules::test;
using waybill::base::Diagnostics;
using Kind = RawValue::Kind;

namespace {

// What is said of one parameter.
std::string complaint(RawParameter parameter) {
  std::string out;
  checked({stop_rule("r", {std::move(parameter)})}, &out);
  return out;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string names(const Ruleset& rules) {
  std::string out;
  for (const Rule& rule : rules) out += rule.name;
  return out;
}

RawRule ranked(std::string name, const char* priority) {
  return stop_rule(std::move(name), {typed("Priority", Kind::Integer, priority)});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_check)

BOOST_AUTO_TEST_CASE(a_good_rule_is_silent_and_complete) {
  std::string out;
  const Ruleset rules = checked(
      {rule("S", {text("FromMemberOf", {"All Users"}), text("comments", {"c"}),
                  text("ApplyHtmlDisclaimerText", {"<p>x</p>"}), text("ApplyHtmlDisclaimerLocation", {"prepend"}),
                  text("ApplyHtmlDisclaimerFallbackAction", {"REJECT"}), text("ruleerroraction", {"defer"}),
                  text("Mode", {"Audit"}), text("ExceptIfFrom", {"Chris@Example.com", "pat@example.com"})})},
      &out);
  BOOST_TEST(out == "");
  BOOST_REQUIRE(rules.size() == 1U);
  const Rule& r = rules[0];
  BOOST_TEST(r.comments == "c");
  BOOST_REQUIRE(r.disclaimer.has_value());
  BOOST_TEST(r.disclaimer->html.text == "<p>x</p>");
  BOOST_TEST(r.disclaimer->html.place.column == 9);
  BOOST_TEST((r.disclaimer->location == DisclaimerLocation::Prepend));
  BOOST_TEST((r.disclaimer->fallback == Fallback::Reject));
  BOOST_TEST((r.error_action == ErrorAction::Defer));
  BOOST_TEST((r.mode == Mode::Audit));
  BOOST_REQUIRE(r.exceptions.size() == 1U);
  BOOST_TEST(r.exceptions[0].values[0] == "chris@example.com");
  BOOST_TEST(r.exceptions[0].exception);
}

BOOST_AUTO_TEST_CASE(unknown_words_name_the_nearest) {
  BOOST_TEST(complaint(text("FromMemberof2", {"x"})) ==
             "r:2:1: error: unknown parameter \"FromMemberof2\"; did you mean FromMemberOf?\n");
  BOOST_TEST(complaint(text("zzzzzz", {"x"})) == "r:2:1: error: unknown parameter \"zzzzzz\"\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_done_is_refused_by_name_and_reason) {
  for (const Word& word : words()) {
    if (word.status == Status::Done) continue;
    const std::string out = complaint(text(std::string(word.name), {"x"}));
    BOOST_TEST(has(out, std::string(word.name) + " is not "), out);
    BOOST_TEST(has(out, word.reason), out);
  }
}

BOOST_AUTO_TEST_CASE(values_have_their_type) {
  BOOST_TEST(has(complaint(text("Enabled", {"true"})), "write it without quotes"));
  BOOST_TEST(complaint(typed("Enabled", Kind::Integer, "1")) == "");
  BOOST_TEST(has(complaint(text("Mode", {"Enforced"})), "is none of Enforce, Audit, AuditAndNotify"));
  BOOST_TEST(has(complaint(text("Priority", {"first"})), "is not a whole number"));
  BOOST_TEST(complaint(text("Priority", {"0"})) == "");
  BOOST_TEST(has(complaint(typed("Priority", Kind::Integer, "-1")), "from 0 on"));
  BOOST_TEST(has(complaint(text("From", {"Chris Lee"})), "names are not looked up yet"));
  BOOST_TEST(has(complaint(text("From", {"Chris <chris@example.com>"})), "is not an e-mail address"));
  BOOST_TEST(has(complaint(text("SenderDomainIs", {"*.example.com"})), "is not a domain"));
  BOOST_TEST(has(complaint(text("FromScope", {"InOrganization", "NotInOrganization"})), "takes one value"));
  BOOST_TEST(has(complaint(text("FromMemberOf", {})), "needs at least one value"));
  BOOST_TEST(has(complaint(text("FromMemberOf", {" "})), "a value is empty"));
  BOOST_TEST(has(complaint(typed("Comments", Kind::Boolean, "true")), "wants text in quotes"));
  BOOST_TEST(has(complaint(text("SubjectContainsWords", {" offer "})), "warning: SubjectContainsWords: blanks"));
}

BOOST_AUTO_TEST_CASE(dates_must_read_the_same_everywhere) {
  BOOST_TEST(has(complaint(text("ExpiryDate", {"03/31/2017"})), "is not a date that reads the same everywhere"));
  BOOST_TEST(has(complaint(text("ExpiryDate", {"2026-03-31"})), "warning: ExpiryDate: no time zone"));
  BOOST_TEST(complaint(typed("ExpiryDate", Kind::Date, "2026-03-31T00:00:00Z")) == "");
  std::string out;
  checked({stop_rule("r", {text("ActivationDate", {"2026-03-31T00:00Z"}), text("ExpiryDate", {"2026-03-01T00:00Z"})})},
          &out);
  BOOST_TEST(has(out, "warning: the rule expires before it becomes active"));
}

BOOST_AUTO_TEST_CASE(attributes_have_a_name_and_words) {
  BOOST_TEST(complaint(text("SenderADAttributeContainsWords", {"department:Sales,Human Resources"})) == "");
  BOOST_TEST(has(complaint(text("SenderADAttributeContainsWords", {"Sales"})), "of the form Attribute:word,word"));
  BOOST_TEST(has(complaint(text("SenderADAttributeContainsWords", {"Departmen:Sales"})), "did you mean Department?"));
  BOOST_TEST(has(complaint(text("SenderADAttributeContainsWords", {"Department:a,,b"})), "has an empty word"));
  BOOST_TEST(has(complaint(text("SenderADAttributeContainsWords", {"Department:"})), "has an empty word"));
}

BOOST_AUTO_TEST_CASE(pairs_stand_together) {
  BOOST_TEST(has(complaint(text("HeaderContainsWords", {"x"})), "needs HeaderContainsMessageHeader beside it"));
  BOOST_TEST(has(complaint(text("ExceptIfHeaderContainsMessageHeader", {"X-A"})),
                 "needs ExceptIfHeaderContainsWords beside it"));
  BOOST_TEST(has(complaint(text("ApplyHtmlDisclaimerLocation", {"Append"})), "needs ApplyHtmlDisclaimerText"));
  BOOST_TEST(has(complaint(text("HeaderContainsMessageHeader", {"X A"})), "not the name of a header field"));
  const Ruleset rules = checked({stop_rule(
      "r", {text("HeaderContainsWords", {"x"}), text("HeaderContainsMessageHeader", {"X-A"}),
            text("ExceptIfHeaderContainsMessageHeader", {"X-B"}), text("ExceptIfHeaderContainsWords", {"y"})})});
  BOOST_TEST(rules[0].conditions.at(0).partner.at(0) == "X-A");
  BOOST_TEST(rules[0].exceptions.at(0).partner.at(0) == "X-B");
}

BOOST_AUTO_TEST_CASE(a_marker_is_a_word_that_text_does_not_have) {
  const auto said = [](const char* location, const std::string& marker) {
    std::string out;
    checked({rule("r", {text("From", {"a@b"}), text("ApplyHtmlDisclaimerText", {"x"}),
                        text("ApplyHtmlDisclaimerLocation", {location}), text("ApplyHtmlDisclaimerMarker", {marker})})},
            &out);
    return out;
  };
  for (const std::string good : {"%%Signature%%", "#sig", "[unterschrift-hier]", "签名"}) {
    BOOST_TEST(said("marker", good) == "", good);
  }
  BOOST_TEST(said("Marker", std::string(64, 'x')) == "");
  for (const std::string bad : {"", "sig", "my sig", "sig\nx", "\tsig#"}) {
    BOOST_TEST(has(said("Marker", bad), "ApplyHtmlDisclaimerMarker is 4 to 64 characters without blanks"), bad);
  }
  BOOST_TEST(has(said("Marker", std::string(65, 'x')), "is 4 to 64 characters"));
  BOOST_TEST(has(said("UnderReply", "%%Sig%%"), "warning: the marker has no effect"));
}

BOOST_AUTO_TEST_CASE(nothing_may_be_said_twice) {
  std::string out;
  checked({stop_rule("r", {text("From", {"a@b"}), text("FROM", {"c@d"})})}, &out);
  BOOST_TEST(has(out, "From is given twice"));
  checked({stop_rule("Same", {}), stop_rule("same", {})}, &out);
  BOOST_TEST(has(out, "a second rule \"same\"; the first is at r:1:1"));
}

BOOST_AUTO_TEST_CASE(null_is_as_if_absent) { BOOST_TEST(complaint({"SentTo", {"r", 2, 1}, {}, false}) == ""); }

BOOST_AUTO_TEST_CASE(what_is_doubtful_is_a_warning) {
  std::string out;
  checked({rule("r", {text("ApplyHtmlDisclaimerText", {"<p>x</p>"})})}, &out);
  BOOST_TEST(out ==
             "r:1:1: warning: without a condition mail from outside is signed too; add FromScope or "
             "FromMemberOf\n");
  checked({rule("r", {text("From", {"a@b"})})}, &out);
  BOOST_TEST(has(out, "warning: the rule has no action"));
  BOOST_TEST(has(complaint(text("Mode", {"AuditAndNotify"})), "warning: AuditAndNotify acts as Audit"));
  checked({stop_rule(std::string(65, 'n'), {})}, &out);
  BOOST_TEST(has(out, "warning: Name: 65 characters; Exchange allows 64"));
  checked({stop_rule(std::string(64, 'n'), {})}, &out);
  BOOST_TEST(out == "");
}

BOOST_AUTO_TEST_CASE(plumbing_does_nothing_but_whatif_switches_off) {
  BOOST_TEST(complaint(typed("Confirm", Kind::Boolean, "false")) == "");
  BOOST_TEST(complaint(text("DomainController", {"dc1"})) == "");
  std::string out;
  const Ruleset rules = checked(
      {stop_rule("r", {typed("WhatIf", Kind::Boolean, "true"), typed("Enabled", Kind::Boolean, "true")})}, &out);
  BOOST_TEST(has(out, "warning: WhatIf: the rule counts as switched off"));
  BOOST_TEST(!rules[0].enabled);
}

BOOST_AUTO_TEST_CASE(a_rule_needs_a_name) {
  std::string out;
  checked({{{"r", 1, 1}, {typed("StopRuleProcessing", Kind::Boolean, "true")}}}, &out);
  BOOST_TEST(out == "r:1:1: error: a rule without Name\n");
}

BOOST_AUTO_TEST_CASE(declared_priorities_rank_first_and_are_unique) {
  std::string out;
  BOOST_TEST(names(checked({stop_rule("c", {}), ranked("b", "7"), stop_rule("d", {}), ranked("a", "3")}, &out)) ==
             "abcd");
  BOOST_TEST(out == "");
  checked({ranked("a", "1"), ranked("b", "1")}, &out);
  BOOST_TEST(has(out, "error: Priority 1 is taken by the rule at r:1:1"));
}

BOOST_AUTO_TEST_CASE(scripts_insert_their_rules_in_turn) {
  Diagnostics diagnostics;
  const Ruleset rules =
      check({{Insertion::Declared, {stop_rule("x", {})}},
             {Insertion::InTurn, {ranked("a", "0"), ranked("b", "0"), stop_rule("c", {}), ranked("d", "2")}}},
            {}, diagnostics);
  BOOST_TEST(names(rules) == "badxc");
  BOOST_TEST(said(diagnostics) == "");
  check({{Insertion::InTurn, {ranked("a", "5")}}}, {}, diagnostics);
  BOOST_TEST(has(said(diagnostics), "warning: Priority 5 is past the end; the rule stands last"));
}

BOOST_AUTO_TEST_CASE(limits_hold) {
  waybill::base::Limits limits;
  limits.rules = 2;
  limits.template_bytes = 3;
  Diagnostics two;
  check({{Insertion::Declared, {stop_rule("a", {}), stop_rule("b", {})}}}, limits, two);
  BOOST_TEST(said(two) == "");
  Diagnostics three;
  check({{Insertion::Declared, {stop_rule("a", {}), stop_rule("b", {}), stop_rule("c", {})}}}, limits, three);
  BOOST_TEST(has(said(three), "more than 2 rules"));
  const auto with_text = [](const char* html) {
    return rule("r", {text("From", {"a@b"}), text("ApplyHtmlDisclaimerText", {html})});
  };
  Diagnostics fits;
  check({{Insertion::Declared, {with_text("abc")}}}, limits, fits);
  BOOST_TEST(said(fits) == "");
  Diagnostics longer;
  check({{Insertion::Declared, {with_text("abcd")}}}, limits, longer);
  BOOST_TEST(has(said(longer), "is longer than 3 bytes"));
}

BOOST_AUTO_TEST_CASE(a_signature_is_given_once_in_each_form) {
  const auto said = [](std::vector<RawParameter> parameters) {
    std::string out;
    parameters.push_back(text("From", {"a@b"}));
    checked({rule("r", std::move(parameters))}, &out);
    return out;
  };
  const auto html = text("ApplyHtmlDisclaimerText", {"x"});
  const auto html_file = text("ApplyHtmlDisclaimerFile", {"x.html"});
  const auto plain = text("ApplyTextDisclaimerText", {"x"});
  const auto plain_file = text("ApplyTextDisclaimerFile", {"x.txt"});
  const auto location = text("ApplyHtmlDisclaimerLocation", {"Prepend"});
  BOOST_TEST(said({html, plain_file, location}) == "");
  BOOST_TEST(said({html_file, plain, location}) == "");
  BOOST_TEST(has(said({html, html_file}), "ApplyHtmlDisclaimerFile and ApplyHtmlDisclaimerText exclude each other"));
  BOOST_TEST(
      has(said({html, plain, plain_file}), "ApplyTextDisclaimerFile and ApplyTextDisclaimerText exclude each other"));
  BOOST_TEST(has(said({plain}), "ApplyTextDisclaimerText needs ApplyHtmlDisclaimerText beside it"));
  BOOST_TEST(has(said({location}), "ApplyHtmlDisclaimerLocation needs ApplyHtmlDisclaimerText beside it"));
  BOOST_TEST(has(said({html, text("ApplyTextDisclaimerText", {" \n"})}), "ApplyTextDisclaimerText is empty"));
  BOOST_TEST(has(said({text("ApplyHtmlDisclaimerFile", {""})}), "ApplyHtmlDisclaimerFile names no file"));
  BOOST_TEST(has(said({html, text("ApplyTextDisclaimerFile", {""})}), "ApplyTextDisclaimerFile names no file"));
}

BOOST_AUTO_TEST_SUITE_END()
