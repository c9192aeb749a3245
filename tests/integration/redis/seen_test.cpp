// RedisSeen against a real Redis: the contract of engine::Seen.
#include <boost/test/unit_test.hpp>
#include <optional>

#include "tests/integration/redis/redis_server.h"

using namespace waybill;
using namespace std::chrono_literals;
using tests::arrival;
using tests::meet;

namespace {

struct Redis {
  Redis() { server.start(); }

  std::size_t keys() const { return static_cast<std::size_t>(server.ask({"DBSIZE"}).number); }
  // How often clients called it.
  std::string calls(const std::string& command) const {
    const std::string all = server.ask({"INFO", "commandstats"}).text;
    const std::string name = "cmdstat_" + command + ":calls=";
    const std::size_t begin = all.find(name);
    if (begin == std::string::npos) return "0";
    return all.substr(begin + name.size(), all.find(',', begin) - begin - name.size());
  }

  tests::RedisServer server;
  std::unique_ptr<store::RedisSeen> seen = tests::make(server.options());
};

bool proves(engine::Seen& seen, const std::string& hub, const std::vector<engine::Proof>& proofs,
            const std::string& position = "p") {
  return !seen.prove(hub, proofs, position, 2000);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(redis_seen, Redis)

BOOST_AUTO_TEST_CASE(a_candidate_becomes_a_sighting_by_its_proof_alone) {
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q1")) == "none");
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx2", "Q2")) == "none");
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx2", "Q3")) == "mx1 Q1 1000");
  BOOST_TEST(meet(*seen, arrival("v1:b", "mx2", "Q4")) == "none");
  engine::Arrival other_way = arrival("v1:a", "mx2", "Q5");
  other_way.way = "way2";
  BOOST_TEST(meet(*seen, other_way) == "none");
}

BOOST_AUTO_TEST_CASE(a_proof_is_of_its_recipient) {
  const std::vector<std::string> both = {"bob@example.com", "eve@example.com"};
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q1", both)) == "none\nnone");
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "eve@example.com"}, {"Q1", ""}}));
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q2", both)) == "none\nmx1 Q1 1000");
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q3", both)) == "mx1 Q1 1000\nmx1 Q1 1000");
}

BOOST_AUTO_TEST_CASE(the_sighting_that_was_proven_first_stays_the_answer) {
  (void)meet(*seen, arrival("v1:a", "mx1", "Q1", {"bob@example.com"}, 2000));
  (void)meet(*seen, arrival("v1:a", "mx2", "Q2", {"bob@example.com"}, 1500));
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}}));
  BOOST_TEST(proves(*seen, "mx2", {{"Q2", "bob@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx3", "Q3")) == "mx1 Q1 2000");
}

BOOST_AUTO_TEST_CASE(a_proof_without_candidate_does_nothing) {
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}, {"Q1", "bob@example.com"}, {"Q1", "x"}}));
  BOOST_TEST(keys() == 1U);  // the position
  (void)meet(*seen, arrival("v1:a", "mx1", "Q1"));
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "eve@example.com"}, {"Q2", "bob@example.com"}}));
  BOOST_TEST(proves(*seen, "mx2", {{"Q1", "bob@example.com"}}));  // another hub's queue
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q9")) == "none");
}

BOOST_AUTO_TEST_CASE(a_queue_id_used_again_forgets_candidates_and_keeps_what_is_proven) {
  const std::vector<std::string> both = {"bob@example.com", "eve@example.com"};
  (void)meet(*seen, arrival("v1:a", "mx1", "Q1", both));
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:b", "mx1", "Q1", both)) == "none\nnone");
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}, {"Q1", "eve@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx2", "Q2", both)) == "mx1 Q1 1000\nnone");
  BOOST_TEST(meet(*seen, arrival("v1:b", "mx2", "Q3", both)) == "mx1 Q1 1000\nmx1 Q1 1000");
}

BOOST_AUTO_TEST_CASE(the_same_queue_id_at_two_hubs_is_two) {
  (void)meet(*seen, arrival("v1:a", "mx1", "Q1"));
  (void)meet(*seen, arrival("v1:b", "mx2", "Q1"));
  BOOST_TEST(proves(*seen, "mx2", {{"Q1", "bob@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx3", "Q3")) == "none");
  BOOST_TEST(meet(*seen, arrival("v1:b", "mx3", "Q4")) == "mx2 Q1 1000");
}

BOOST_AUTO_TEST_CASE(who_is_not_in_place_is_no_candidate) {
  engine::Arrival copies = arrival("v1:a", "mx1", "Q1", {"bob@example.com", "eve@example.com"});
  copies.recipients[1].in_place = false;
  (void)meet(*seen, copies);
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}, {"Q1", "eve@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx2", "Q2", {"bob@example.com", "eve@example.com"})) == "mx1 Q1 1000\nnone");
}

BOOST_AUTO_TEST_CASE(a_window_ends_and_leaves_nothing) {
  store::RedisOptions options = server.options();
  options.window = 300ms;
  options.candidate_lifetime = 100ms;
  const auto brief = tests::make(options);
  BOOST_TEST(tests::comes_true([&] {  // the candidate may be over before its proof comes
    (void)meet(*brief, arrival("v1:a", "mx1", "Q1"));
    (void)proves(*brief, "mx1", {{"Q1", "bob@example.com"}});
    return meet(*brief, arrival("v1:a", "mx1", "Q2")) == "mx1 Q1 1000";
  }));
  BOOST_TEST(tests::comes_true([&] { return meet(*brief, arrival("v1:a", "mx1", "Q3")) == "none"; }));
  BOOST_TEST(tests::comes_true([&] { return keys() == 1U; }));  // the position
}

BOOST_AUTO_TEST_CASE(a_candidate_that_is_over_is_proven_no_more) {
  store::RedisOptions options = server.options();
  options.candidate_lifetime = 100ms;
  const auto brief = tests::make(options);
  (void)meet(*seen, arrival("v1:a", "mx1", "Q1"));  // keeps the key
  (void)meet(*brief, arrival("v1:a", "mx2", "Q2"));
  const auto is_over = [&] { return server.ask({"EXISTS", "waybill:queue:mx2/Q2"}).number == 0; };
  BOOST_TEST(tests::comes_true(is_over));
  BOOST_TEST(proves(*brief, "mx2", {{"Q2", "bob@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx3", "Q3")) == "none");
}

BOOST_AUTO_TEST_CASE(a_proven_sighting_outlives_the_lifetime_of_a_candidate) {
  store::RedisOptions options = server.options();
  options.candidate_lifetime = 200ms;
  const auto brief = tests::make(options);
  (void)meet(*seen, arrival("v1:a", "mx1", "Q1"));
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}}));
  BOOST_TEST(meet(*brief, arrival("v1:a", "mx1", "Q2")) == "mx1 Q1 1000");
  (void)meet(*brief, arrival("v1:b", "mx1", "Q3"));
  BOOST_TEST(tests::comes_true([&] { return server.ask({"EXISTS", "waybill:queue:mx1/Q3"}).number == 0; }));
  BOOST_TEST(meet(*brief, arrival("v1:a", "mx1", "Q4")) == "mx1 Q1 1000");
}

BOOST_AUTO_TEST_CASE(each_hub_has_its_position) {
  BOOST_TEST(*seen->position("mx1") == "");
  BOOST_TEST(proves(*seen, "mx1", {}, "s=1;i=2 \"x\""));
  BOOST_TEST(proves(*seen, "mx2", {}, ""));
  BOOST_TEST(*seen->position("mx1") == "s=1;i=2 \"x\"");
  BOOST_TEST(*seen->position("mx2") == "");
}

BOOST_AUTO_TEST_CASE(proofs_and_position_are_written_together_or_not) {
  (void)meet(*seen, arrival("v1:a", "mx1", "Q1"));
  BOOST_TEST(proves(*seen, "mx1", {}, "before"));
  server.ask({"CONFIG", "SET", "maxmemory", "1"});
  BOOST_TEST(!proves(*seen, "mx1", {{"Q1", "bob@example.com"}}, "after"));
  BOOST_TEST(*seen->position("mx1") == "before");
  BOOST_TEST(meet(*seen, arrival("v1:c", "mx1", "Q7")).starts_with("error: Redis says OOM"));
  server.ask({"CONFIG", "SET", "maxmemory", "0"});
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx2", "Q2")) == "none");
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}}, "after"));
  BOOST_TEST(*seen->position("mx1") == "after");
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx2", "Q3")) == "mx1 Q1 1000");
}

// What the log says of a queue id then is about a message that Redis does not know.
BOOST_AUTO_TEST_CASE(nothing_is_proven_of_the_message_before_one_that_could_not_be_met) {
  (void)meet(*seen, arrival("v1:a", "mx1", "Q1"));
  server.ask({"CONFIG", "SET", "maxmemory", "1"});
  BOOST_TEST(meet(*seen, arrival("v1:b", "mx1", "Q1")).starts_with("error: "));
  server.ask({"CONFIG", "SET", "maxmemory", "0"});
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}, {"Q1", "bob@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx2", "Q2")) == "none");
  (void)meet(*seen, arrival("v1:c", "mx1", "Q1"));
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:c", "mx2", "Q3")) == "mx1 Q1 1000");
}

BOOST_AUTO_TEST_CASE(a_message_of_an_outage_is_told_before_its_proof) {
  (void)meet(*seen, arrival("v1:a", "mx1", "Q1"));
  server.ask({"CONFIG", "SET", "maxmemory", "1"});
  BOOST_TEST(meet(*seen, arrival("v1:b", "mx1", "Q2")).starts_with("error: "));
  BOOST_TEST(!proves(*seen, "mx1", {{"Q2", "bob@example.com"}}));
  server.ask({"CONFIG", "SET", "maxmemory", "0"});
  BOOST_TEST(meet(*seen, arrival("v1:b", "mx2", "Q3")) == "none");
  BOOST_TEST(proves(*seen, "mx1", {{"Q2", "bob@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:b", "mx2", "Q4")) == "mx1 Q2 1000");
}

BOOST_AUTO_TEST_CASE(an_empty_address_is_nobody) {
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q1", {"", "bob@example.com"})) == "none\nnone");
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}}));
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx2", "Q2", {"", "bob@example.com"})) == "none\nmx1 Q1 1000");
}

BOOST_AUTO_TEST_CASE(redis_may_forget_the_scripts) {
  (void)meet(*seen, arrival("v1:a", "mx1", "Q1"));
  server.ask({"SCRIPT", "FLUSH"});
  BOOST_TEST(proves(*seen, "mx1", {{"Q1", "bob@example.com"}}));
  server.ask({"SCRIPT", "FLUSH"});
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q2")) == "mx1 Q1 1000");
}

BOOST_AUTO_TEST_CASE(a_call_is_one_round_trip) {
  std::vector<std::string> recipients;
  std::vector<engine::Proof> proofs;
  for (int i = 0; i < 100; ++i) {
    recipients.push_back("r" + std::to_string(i) + "@example.com");
    proofs.push_back({"Q2", recipients.back()});
  }
  (void)meet(*seen, arrival("v1:a", "mx1", "Q1"));  // knows the scripts now
  (void)proves(*seen, "mx1", {});
  const int before = std::stoi(calls("evalsha"));
  (void)meet(*seen, arrival("v1:b", "mx1", "Q2", recipients));
  BOOST_TEST(proves(*seen, "mx1", proofs));
  (void)meet(*seen, arrival("v1:b", "mx1", "Q3", recipients));
  BOOST_TEST(std::stoi(calls("evalsha")) - before == 3);
  BOOST_TEST(calls("eval") == "2");
  BOOST_TEST(calls("auth") == "0");
  BOOST_TEST(meet(*seen, arrival("v1:b", "mx1", "Q4", {"r0@example.com", "r99@example.com"})) ==
             "mx1 Q2 1000\nmx1 Q2 1000");
}

BOOST_AUTO_TEST_CASE(any_recipient_and_position_can_be_kept) {
  using namespace std::string_literals;
  const std::vector<std::string> odd = {"\"a b/c\"@example.com", "ä*?[x]\\@example.com", "a\r\nb", "\0x"s, "a/b/c:d"};
  std::string nobody, all;
  for (std::size_t i = 0; i < odd.size(); ++i) {
    nobody += i == 0 ? "none" : "\nnone";
    all += i == 0 ? "mx1 Q1 1000" : "\nmx1 Q1 1000";
  }
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q1", odd)) == nobody);
  std::vector<engine::Proof> proofs;
  for (const std::string& recipient : odd) proofs.push_back({"Q1", recipient});
  BOOST_TEST(proves(*seen, "mx1", proofs, "\0\r\n"s));
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx2", "Q2", odd)) == all);
  BOOST_TEST((*seen->position("mx1") == "\0\r\n"s));
}

BOOST_AUTO_TEST_CASE(many_recipients_and_many_proofs) {
  std::vector<std::string> recipients;
  for (int i = 0; i < 20000; ++i) recipients.push_back("r" + std::to_string(i) + "@example.com");
  BOOST_TEST(seen->meet(arrival("v1:a", "mx1", "Q1", recipients)).ok());
  std::vector<engine::Proof> proofs;
  for (const std::string& recipient : recipients) proofs.push_back({"Q1", recipient});
  BOOST_TEST(proves(*seen, "mx1", proofs));
  const auto met = seen->meet(arrival("v1:a", "mx1", "Q2", recipients));
  BOOST_REQUIRE(met.ok());
  BOOST_TEST(std::all_of(met->begin(), met->end(), [](const auto& sighting) { return sighting.has_value(); }));
}

BOOST_AUTO_TEST_SUITE_END()
