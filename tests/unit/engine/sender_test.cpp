// Who the sender is, and what her tokens are worth.
#include "engine/sender.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;
using message::Query;
using message::QueryKind;

namespace {

const message::AttributeMap kMap;
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

BOOST_AUTO_TEST_CASE(who_signs_is_the_sender_or_whom_the_settings_say) {
  using engine::SignatureOf;
  message::Message message;
  message.headers = {{"From", " Info <info@Example.com>"}, {"Sender", " Anna@example.com"}};
  const auto signers = [&message](SignatureOf whose) { return engine::signers(whose, message); };
  const std::vector<std::string> info = {"info@example.com"};
  const std::vector<std::string> anna = {kAnna, "info@example.com"};
  const std::vector<std::string> login = {"bob", "info@example.com"};
  BOOST_TEST(signers(SignatureOf::From) == info);
  BOOST_TEST(signers(SignatureOf::Sender) == anna);
  BOOST_TEST(signers(SignatureOf::Login) == info);
  for (const char* name : {"bob", "BOB", "EXAMPLE\\Bob"}) {
    message.envelope.auth_user = name;
    BOOST_TEST(signers(SignatureOf::Login) == login, name);
  }
  message.headers.clear();
  BOOST_TEST(signers(SignatureOf::Sender).empty());
}

BOOST_AUTO_TEST_CASE(the_first_signer_whom_the_directory_knows_counts) {
  const std::vector<std::string> signers = {"bob", kAnna};
  message::Facts facts;
  facts.add({QueryKind::Person, "bob"}, message::Unavailable{"down"});
  BOOST_TEST(engine::sender_values(signers, {"Title"}, kMap, facts).unavailable.value() == "down");
  facts.add({QueryKind::Person, "bob"}, message::NotFound{});
  BOOST_REQUIRE(engine::sender_values(signers, {"Title"}, kMap, facts).missing.size() == 1U);
  facts.add({QueryKind::Person, kAnna}, entry("uid=anna", {{"title", {"Engineer"}}}));
  BOOST_TEST(engine::sender_values(signers, {"Title"}, kMap, facts)("Title") == "Engineer");
  BOOST_TEST(engine::sender_values(signers, {"Title"}, kMap, facts).who == kAnna);
  facts.add({QueryKind::Person, "bob"}, entry("uid=bob", {{"title", {"Chief"}}}));
  BOOST_TEST(engine::sender_values(signers, {"Title"}, kMap, facts)("Title") == "Chief");
}

BOOST_AUTO_TEST_CASE(a_person_is_asked_for_only_when_a_token_needs_her) {
  const auto values = engine::sender_values({kAnna}, {"DisplayName"}, kMap, {});
  BOOST_REQUIRE(values.missing.size() == 1U);
  BOOST_TEST((values.missing[0] == Query{QueryKind::Person, kAnna}));
  BOOST_TEST(engine::sender_values({kAnna}, {}, kMap, {}).missing.empty());
  BOOST_TEST(engine::sender_values({}, {"DisplayName"}, kMap, {}).missing.empty());
}

BOOST_AUTO_TEST_CASE(the_manager_is_a_second_question_and_shows_by_name) {
  message::Facts facts;
  facts.add({QueryKind::Person, kAnna}, entry("uid=anna", {{"manager", {"uid=boss"}}, {"displayName", {"Anna"}}}));
  auto values = engine::sender_values({kAnna}, {"Manager"}, kMap, facts);
  BOOST_REQUIRE(values.missing.size() == 1U);
  BOOST_TEST((values.missing[0] == Query{QueryKind::Entry, "uid=boss"}));
  facts.add({QueryKind::Entry, "uid=boss"}, entry("uid=boss", {{"displayName", {"The Boss"}}}));
  values = engine::sender_values({kAnna}, {"Manager", "DisplayName"}, kMap, facts);
  BOOST_TEST(values.missing.empty());
  BOOST_TEST(values("Manager") == "The Boss");
  BOOST_TEST(values("DisplayName") == "Anna");
  BOOST_TEST(values("Title").empty());
}

BOOST_AUTO_TEST_CASE(the_manager_has_attributes_too) {
  message::Facts facts;
  facts.add({QueryKind::Person, kAnna}, entry("uid=anna", {{"manager", {"uid=boss"}}, {"title", {"Engineer"}}}));
  auto values = engine::sender_values({kAnna}, {"Manager.Title"}, kMap, facts);
  BOOST_REQUIRE(values.missing.size() == 1U);
  BOOST_TEST(values("Manager.Title").empty());
  facts.add({QueryKind::Entry, "uid=boss"}, entry("uid=boss", {{"title", {"Chief"}}}));
  values = engine::sender_values({kAnna}, {"Manager.Title"}, kMap, facts);
  BOOST_TEST(values("Manager.Title") == "Chief");
  BOOST_TEST(values("Title") == "Engineer");
  facts.add({QueryKind::Entry, "uid=boss"}, message::Unavailable{"down"});
  BOOST_TEST(engine::sender_values({kAnna}, {"Manager.Title"}, kMap, facts).unavailable.value() == "down");
}

BOOST_AUTO_TEST_CASE(dates_are_in_the_zone_of_the_senders_clock) {
  const auto moved = [](const std::string& date) { return engine::sender_time({{"Date", date}}, 1000000) - 1000000; };
  BOOST_TEST(engine::sender_time({}, 5) == 5);
  BOOST_TEST(moved(" Mon, 23 Nov 2026 10:00:00 +0100") == 3600);
  BOOST_TEST(moved(" Mon, 23 Nov 2026 10:00:00 -0930 (a (zone) -0100)") == -34200);
  BOOST_TEST(moved(" Mon, 23 Nov 2026 10:00:00\r\n +1400\r\n") == 50400);
  BOOST_TEST(moved(" Mon, 23 Nov 2026 10:00:00 GMT") == 0);
  BOOST_TEST(moved(" Mon, 23 Nov 2026 10:00:00 EST") == -5 * 3600);
  BOOST_TEST(moved(" Mon, 23 Nov 2026 10:00:00 pdt (summer)") == -7 * 3600);
  BOOST_TEST(moved(" Mon, 23 Nov 2026 10:00:00 CET") == 0);  // RFC 5322, 4.3: may be anything
  BOOST_TEST(moved(" Mon, 23 Nov 2026 10:00:00 +1500") == 0);
  BOOST_TEST(moved(" Mon, 23 Nov 2026 10:00:00 +0160") == 0);
  BOOST_TEST(moved(" +0a00") == 0);
  BOOST_TEST(moved("") == 0);
}

BOOST_AUTO_TEST_CASE(could_not_be_asked_is_not_an_empty_value) {
  message::Facts facts;
  facts.add({QueryKind::Person, kAnna}, message::Unavailable{"down"});
  BOOST_TEST(engine::sender_values({kAnna}, {"Title"}, kMap, facts).unavailable.value() == "down");
  facts.add({QueryKind::Person, kAnna}, message::NotFound{});
  const auto values = engine::sender_values({kAnna}, {"Title"}, kMap, facts);
  BOOST_TEST(!values.unavailable);
  BOOST_TEST(values("Title").empty());
}

BOOST_AUTO_TEST_SUITE_END()
