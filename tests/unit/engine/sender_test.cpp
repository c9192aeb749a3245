// Who the sender is, and what her tokens are worth.
#include "engine/sender.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;
using message::Query;
using message::QueryKind;

namespace {

const std::string kAnna = "anna@example.com";

message::Found entry(std::string dn, message::Attributes attributes) {
  return {std::make_shared<const message::Entry>(message::Entry{std::move(dn), std::move(attributes)})};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_sender)

BOOST_AUTO_TEST_CASE(the_sender_is_the_first_mailbox_of_from) {
  BOOST_TEST(engine::sender_address({{"From", " Anna <Anna@Example.com>, bob@example.com"}}) == kAnna);
  BOOST_TEST(engine::sender_address({{"Sender", " x@example.com"}}).empty());
  BOOST_TEST(engine::sender_address({{"From", " undisclosed:;"}}).empty());
}

BOOST_AUTO_TEST_CASE(a_person_is_asked_for_only_when_a_token_needs_her) {
  const auto values = engine::sender_values(kAnna, {"DisplayName"}, {});
  BOOST_REQUIRE(values.missing.size() == 1U);
  BOOST_TEST((values.missing[0] == Query{QueryKind::Person, kAnna}));
  BOOST_TEST(engine::sender_values(kAnna, {}, {}).missing.empty());
  BOOST_TEST(engine::sender_values("", {"DisplayName"}, {}).missing.empty());
}

BOOST_AUTO_TEST_CASE(the_manager_is_a_second_question_and_shows_by_name) {
  message::Facts facts;
  facts.add({QueryKind::Person, kAnna}, entry("uid=anna", {{"manager", {"uid=boss"}}, {"displayName", {"Anna"}}}));
  auto values = engine::sender_values(kAnna, {"Manager"}, facts);
  BOOST_REQUIRE(values.missing.size() == 1U);
  BOOST_TEST((values.missing[0] == Query{QueryKind::Entry, "uid=boss"}));
  facts.add({QueryKind::Entry, "uid=boss"}, entry("uid=boss", {{"displayName", {"The Boss"}}}));
  values = engine::sender_values(kAnna, {"Manager", "DisplayName"}, facts);
  BOOST_TEST(values.missing.empty());
  BOOST_TEST(values("Manager") == "The Boss");
  BOOST_TEST(values("DisplayName") == "Anna");
  BOOST_TEST(values("Title").empty());
}

BOOST_AUTO_TEST_CASE(could_not_be_asked_is_not_an_empty_value) {
  message::Facts facts;
  facts.add({QueryKind::Person, kAnna}, message::Unavailable{"down"});
  BOOST_TEST(engine::sender_values(kAnna, {"Title"}, facts).unavailable.value() == "down");
  facts.add({QueryKind::Person, kAnna}, message::NotFound{});
  const auto values = engine::sender_values(kAnna, {"Title"}, facts);
  BOOST_TEST(!values.unavailable);
  BOOST_TEST(values("Title").empty());
}

BOOST_AUTO_TEST_SUITE_END()
