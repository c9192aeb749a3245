// Conditions over messages and facts; three-valued, and asking no more than needed.
#include "rules/evaluate.h"

#include <boost/test/unit_test.hpp>
#include <list>

#include "tests/unit/rules/raw.h"

using namespace waybill::rules;
using namespace waybill::rules::test;
using namespace waybill::message;
using waybill::base::Truth;

namespace {

struct World {
  Message message;
  Facts facts;
  AttributeMap map = AttributeMap();
  std::vector<std::string> domains = {"example.com"};
  std::vector<std::string> partner_domains = {"partner.example"};
  std::vector<std::string> recipients = {"pat@example.org"};
  bool inside = true;
  std::string sender = "chris@example.com";
  std::int64_t now = 0;
  mutable std::list<Ruleset> kept;  // traces point into them

  Evaluation run(const Rule& rule) const {
    return evaluate(rule,
                    {message, message.headers, facts, map, domains, partner_domains, recipients, inside, sender, now});
  }
  Evaluation run(std::vector<RawParameter> parameters) const {
    return run(kept.emplace_back(checked({stop_rule("r", std::move(parameters))})).at(0));
  }
  Truth truth(std::vector<RawParameter> parameters) const { return run(std::move(parameters)).trace.matched; }

  void member(const char* group, Fact fact) { facts.add({QueryKind::Member, sender, group}, std::move(fact)); }
  void person(Attributes attributes) {
    facts.add({QueryKind::Person, sender}, Found{std::make_shared<Entry>(Entry{"uid=c", std::move(attributes)})});
  }
};

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(waybill::base::Truth)

BOOST_AUTO_TEST_SUITE(rules_evaluate)

BOOST_AUTO_TEST_CASE(a_rule_without_conditions_matches) { BOOST_TEST(World().truth({}) == Truth::Yes); }

BOOST_AUTO_TEST_CASE(idle_rules_say_why) {
  World world;
  world.now = 100;
  Rule rule;
  rule.activation = 101;
  BOOST_TEST(world.run(rule).trace.why == "not active");
  rule.activation = 100;
  BOOST_TEST(world.run(rule).trace.matched == Truth::Yes);
  rule.expiry = 101;
  BOOST_TEST(world.run(rule).trace.matched == Truth::Yes);
  rule.expiry = 100;
  BOOST_TEST(world.run(rule).trace.why == "expired");
  rule.enabled = false;
  BOOST_TEST(world.run(rule).trace.why == "disabled");
  BOOST_TEST(world.run(rule).trace.matched == Truth::No);
}

BOOST_AUTO_TEST_CASE(membership_is_asked_and_told_apart_from_not_knowing) {
  World world;
  const std::vector<RawParameter> rule = {text("FromMemberOf", {"All Users", "Staff"})};
  auto evaluation = world.run(rule);
  BOOST_TEST(evaluation.trace.matched == Truth::Unknown);
  BOOST_TEST(evaluation.missing.size() == 2U);
  BOOST_TEST(to_string(evaluation.missing.at(0)) == "member chris@example.com of \"All Users\"");

  world.member("All Users", NotFound{"no such group"});
  world.member("Staff", Unavailable{"connection refused"});
  evaluation = world.run(rule);
  BOOST_TEST(evaluation.trace.matched == Truth::Unknown);
  BOOST_TEST(evaluation.missing.empty());
  BOOST_TEST(evaluation.trace.conditions.at(0).saw ==
             "chris@example.com is not a member of \"All Users\" (no such group); chris@example.com: directory "
             "unavailable: connection refused");
  BOOST_TEST(evaluation.trace.conditions.at(0).want == "member of \"All Users\" or \"Staff\"");

  world.member("Staff", Found{});
  evaluation = world.run(rule);
  BOOST_TEST(evaluation.trace.matched == Truth::Yes);
  BOOST_TEST(evaluation.trace.conditions.at(0).saw == "chris@example.com is a member of \"Staff\"");

  world.member("Staff", NotFound{});
  BOOST_TEST(world.truth(rule) == Truth::No);
}

BOOST_AUTO_TEST_CASE(one_membership_is_enough_to_ask_no_further) {
  World world;
  world.member("Staff", Found{});
  const auto evaluation = world.run({text("FromMemberOf", {"All Users", "Staff"})});
  BOOST_TEST(evaluation.trace.matched == Truth::Yes);
  BOOST_TEST(evaluation.missing.empty());
}

BOOST_AUTO_TEST_CASE(a_forged_sender_from_outside_is_nobody) {
  World world;
  world.inside = false;
  world.member("All Users", Found{});
  world.person({{"department", {"Sales"}}});
  const auto evaluation = world.run({text("FromMemberOf", {"All Users"})});
  BOOST_TEST(evaluation.trace.matched == Truth::No);
  BOOST_TEST(evaluation.missing.empty());
  BOOST_TEST(evaluation.trace.conditions.at(0).saw == "not from inside");
  BOOST_TEST(world.truth({text("FromScope", {"InOrganization"})}) == Truth::No);
  BOOST_TEST(world.truth({text("FromScope", {"NotInOrganization"})}) == Truth::Yes);
  BOOST_TEST(world.truth({text("SenderADAttributeContainsWords", {"Department:Sales"})}) == Truth::No);
}

BOOST_AUTO_TEST_CASE(scope_asks_for_senders_of_other_domains) {
  World world;
  BOOST_TEST(world.truth({text("FromScope", {"InOrganization"})}) == Truth::Yes);
  world.sender = "chris@partner.org";
  auto evaluation = world.run({text("FromScope", {"NotInOrganization"})});
  BOOST_TEST(evaluation.trace.matched == Truth::Unknown);
  BOOST_TEST(to_string(evaluation.missing.at(0)) == "person chris@partner.org");
  world.person({});
  BOOST_TEST(world.truth({text("FromScope", {"InOrganization"})}) == Truth::Yes);
  world.facts.add({QueryKind::Person, world.sender}, NotFound{});
  BOOST_TEST(world.truth({text("FromScope", {"InOrganization"})}) == Truth::No);
  world.facts.add({QueryKind::Person, world.sender}, Unavailable{"timeout"});
  BOOST_TEST(world.truth({text("FromScope", {"NotInOrganization"})}) == Truth::Unknown);
}

BOOST_AUTO_TEST_CASE(a_no_elsewhere_wins_without_asking) {
  World world;
  auto evaluation = world.run({text("FromMemberOf", {"All Users"}), text("SenderDomainIs", {"other.org"})});
  BOOST_TEST(evaluation.trace.matched == Truth::No);
  BOOST_TEST(evaluation.missing.empty());
  evaluation = world.run({text("FromMemberOf", {"All Users"}), text("ExceptIfFrom", {"chris@example.com"})});
  BOOST_TEST(evaluation.trace.matched == Truth::No);
  BOOST_TEST(evaluation.missing.empty());
  BOOST_TEST(evaluation.trace.conditions.at(1).exception);
  BOOST_TEST(evaluation.trace.conditions.at(1).truth == Truth::Yes);
}

BOOST_AUTO_TEST_CASE(an_exception_that_cannot_be_asked_leaves_the_rule_unknown) {
  World world;
  world.member("All Users", Unavailable{"down"});
  BOOST_TEST(world.truth({text("ExceptIfFromMemberOf", {"All Users"})}) == Truth::Unknown);
  world.member("All Users", NotFound{});
  BOOST_TEST(world.truth({text("ExceptIfFromMemberOf", {"All Users"})}) == Truth::Yes);
}

BOOST_AUTO_TEST_CASE(the_sender_address_is_the_one_that_was_chosen) {
  World world;
  world.message.envelope.sender = "Bounce@Lists.org";
  const auto located = [&](const char* location, const char* domain) {
    return world.truth({text("SenderAddressLocation", {location}), text("SenderDomainIs", {domain})});
  };
  BOOST_TEST(located("Header", "example.com") == Truth::Yes);
  BOOST_TEST(located("Header", "lists.org") == Truth::No);
  BOOST_TEST(located("Envelope", "lists.org") == Truth::Yes);
  BOOST_TEST(located("Envelope", "example.com") == Truth::No);
  BOOST_TEST(located("HeaderOrEnvelope", "example.com") == Truth::Yes);
  BOOST_TEST(located("HeaderOrEnvelope", "Lists.ORG") == Truth::Yes);
}

BOOST_AUTO_TEST_CASE(a_message_without_sender_matches_no_sender) {
  World world;
  world.sender.clear();
  const auto evaluation = world.run({text("From", {"chris@example.com"})});
  BOOST_TEST(evaluation.trace.matched == Truth::No);
  BOOST_TEST(evaluation.trace.conditions.at(0).saw == "no sender address");
  BOOST_TEST(world.truth({text("FromMemberOf", {"All Users"})}) == Truth::No);
  BOOST_TEST(world.truth({text("FromScope", {"InOrganization"})}) == Truth::No);
}

BOOST_AUTO_TEST_CASE(from_and_its_words) {
  World world;
  BOOST_TEST(world.truth({text("From", {"CHRIS@example.com"})}) == Truth::Yes);
  BOOST_TEST(world.truth({text("From", {"hris@example.com"})}) == Truth::No);
  BOOST_TEST(world.truth({text("FromAddressContainsWords", {"example"})}) == Truth::Yes);
  BOOST_TEST(world.truth({text("FromAddressContainsWords", {"exampl"})}) == Truth::No);
  BOOST_TEST(world.truth({text("SenderDomainIs", {"com"})}) == Truth::No);
}

BOOST_AUTO_TEST_CASE(subject_and_header_are_compared_decoded) {
  World world;
  world.message.headers = {
      {"Subject", " =?utf-8?B?w5xidW5n?=\n =?utf-8?Q?_heute?="}, {"X-Tag", " one"}, {"x-tag", " two three"}};
  const auto evaluation = world.run({text("SubjectContainsWords", {"\u00fcbung heute"})});
  BOOST_TEST(evaluation.trace.matched == Truth::Yes);
  BOOST_TEST(evaluation.trace.conditions.at(0).saw == "\"\u00dcbung heute\"");
  BOOST_TEST(evaluation.trace.conditions.at(0).want == "the word \"\u00fcbung heute\"");
  const auto header = [&](const char* name, const char* word) {
    return world.run({text("HeaderContainsMessageHeader", {name}), text("HeaderContainsWords", {word})}).trace;
  };
  BOOST_TEST(header("X-TAG", "three").matched == Truth::Yes);
  BOOST_TEST(header("X-TAG", "thre").matched == Truth::No);
  BOOST_TEST(header("X-None", "three").conditions.at(0).saw == "no X-None");
  BOOST_TEST(header("X-TAG", "three").conditions.at(0).want == "X-TAG: the word \"three\"");
}

BOOST_AUTO_TEST_CASE(attributes_are_those_of_the_sender_in_the_directory) {
  World world;
  const std::vector<RawParameter> rule = {
      text("SenderADAttributeContainsWords", {"City:London,New York", "Department:R&D\\, Research"})};
  BOOST_TEST(world.run(rule).missing.size() == 1U);
  world.person({{"l", {"Greater New  York"}}});
  const auto evaluation = world.run(rule);
  BOOST_TEST(evaluation.trace.matched == Truth::Yes);
  BOOST_TEST(evaluation.trace.conditions.at(0).saw == "City is \"Greater New  York\"");
  world.person({{"l", {"Yorktown"}}});
  BOOST_TEST(world.run(rule).trace.conditions.at(0).saw == "City is \"Yorktown\"; Department is empty");
  BOOST_TEST(world.truth(rule) == Truth::No);
  world.person({{"department", {"R&D, Research"}}});
  BOOST_TEST(world.truth(rule) == Truth::Yes);
  world.facts.add({QueryKind::Person, world.sender}, NotFound{});
  BOOST_TEST(world.truth(rule) == Truth::No);
  world.facts.add({QueryKind::Person, world.sender}, Unavailable{"down"});
  BOOST_TEST(world.truth(rule) == Truth::Unknown);
}

BOOST_AUTO_TEST_CASE(what_was_seen_cannot_fake_a_log_line) {
  World world;
  world.sender = "a\nb\"@x";
  BOOST_TEST(world.run({text("From", {"c@d"})}).trace.conditions.at(0).saw == "a\\x0Ab\\\"@x");
}

BOOST_AUTO_TEST_SUITE_END()
