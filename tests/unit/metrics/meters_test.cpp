// Each metric is moved by what it counts.
#include <boost/test/unit_test.hpp>

#include "metrics/message_meter.h"
#include "metrics/metered_ports.h"
#include "metrics/rule_meter.h"

using namespace waybill;

namespace {

struct Meters {
  metrics::Registry registry;
  message::Message message;
  message::Outcome outcome;

  Meters() {
    message.body = "12345";
    outcome.copies.emplace_back();
  }
  engine::Finished finished() const { return {message, outcome, {}, std::chrono::milliseconds(3)}; }

  // Whether the page has that line.
  bool tells(const std::string& line) const {
    return ("\n" + metrics::page(registry)).find("\n" + line + "\n") != std::string::npos;
  }
};

class Answering final : public engine::Directory {
 public:
  std::vector<message::Fact> ask(const std::vector<message::Query>&, std::chrono::steady_clock::time_point) override {
    return answers;
  }
  bool is_up() const override { return up; }
  std::vector<message::Fact> answers;
  bool up = true;
};

class Memory final : public engine::Delivered {
 public:
  base::Result<std::vector<bool>> knows(const dedupe::Passage&, const std::vector<std::string>&,
                                        std::int64_t) override {
    if (full) return *full;
    return std::vector<bool>();
  }
  std::optional<base::Error> remember(const dedupe::Passage&, const std::vector<std::string>&, std::int64_t) override {
    return full;
  }
  std::optional<base::Error> forget(const dedupe::Passage&) override { return full; }
  std::optional<base::Error> full;
};

class Seen final : public engine::Seen {
 public:
  base::Result<std::vector<std::optional<engine::Sighting>>> meet(const engine::Arrival&) noexcept override {
    if (full) return *full;
    return std::vector<std::optional<engine::Sighting>>();
  }
  base::Result<std::string> position(const std::string& hub) noexcept override { return hub; }
  std::optional<base::Error> prove(const std::string&, const std::vector<engine::Proof>&, const std::string&,
                                   std::int64_t) noexcept override {
    return full;
  }
  std::optional<base::Error> full;
};

class Port final : public engine::Outgoing {
 public:
  base::Result<message::Receipt> deliver(const message::Submission&, std::chrono::steady_clock::time_point) override {
    if (closed) return *closed;
    return message::Receipt();
  }
  std::optional<base::Error> closed;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics_meters)

BOOST_FIXTURE_TEST_CASE(a_message_is_counted_by_its_verdict, Meters) {
  metrics::MessageMeter meter(registry);
  meter.note(finished());
  outcome.copies[0].verdict = message::Verdict::Reject;
  meter.note(finished());
  meter.note(finished());
  BOOST_TEST(tells(R"(waybill_messages_total{verdict="accept"} 1)"));
  BOOST_TEST(tells(R"(waybill_messages_total{verdict="reject"} 2)"));
  BOOST_TEST(tells("waybill_message_bytes_total 15"));
  BOOST_TEST(tells("waybill_message_seconds_count 3"));
  BOOST_TEST(tells(R"(waybill_message_seconds_bucket{le="0.0025"} 0)"));
  BOOST_TEST(tells(R"(waybill_message_seconds_bucket{le="0.005"} 3)"));
}

BOOST_FIXTURE_TEST_CASE(edits_are_counted_where_they_count, Meters) {
  metrics::MessageMeter meter(registry);
  outcome.copies[0].edits = {message::AddHeader{"A", " b"}, message::AddHeader{"C", " d"}, message::SpliceBody{}};
  outcome.copies[0].broken_dkim = {{"DKIM-Signature", 1, "example.com", "body", true},
                                   {"DKIM-Signature", 2, "example.com", "body", false}};
  outcome.copies.push_back(outcome.copies[0]);
  outcome.copies[1].verdict = message::Verdict::Discard;
  meter.note(finished());
  BOOST_TEST(tells(R"(waybill_edits_total{of="header"} 2)"));
  BOOST_TEST(tells(R"(waybill_edits_total{of="body"} 1)"));
  BOOST_TEST(tells(R"(waybill_broken_dkim_total{fate="removed"} 1)"));
  BOOST_TEST(tells(R"(waybill_broken_dkim_total{fate="kept"} 1)"));
  BOOST_TEST(tells("waybill_copies_total 1"));
}

BOOST_FIXTURE_TEST_CASE(what_was_left_alone_is_counted_by_reason, Meters) {
  metrics::MessageMeter meter(registry);
  outcome.copies[0].left_alone = {"StandardSignature", message::Reason::Encrypted, "wrap"};
  meter.note(finished());
  BOOST_TEST(tells(R"(waybill_left_alone_total{reason="encrypted"} 1)"));
}

BOOST_FIXTURE_TEST_CASE(a_rule_is_counted_by_what_it_did, Meters) {
  metrics::RuleMeter meter(registry, {"A", "B \"quoted\""});
  meter.evaluated(0, meter.now());
  meter.evaluated(1, meter.now() - std::chrono::seconds(2));
  meter.evaluated(1, meter.now());
  outcome.rules = {{"A", base::Truth::Unknown}, {"B \"quoted\"", base::Truth::Yes}, {"stranger", base::Truth::Yes}};
  meter.note(finished());
  BOOST_TEST(tells(R"(waybill_rule_evaluations_total{rule="A"} 1)"));
  BOOST_TEST(tells(R"(waybill_rule_evaluations_total{rule="B \"quoted\""} 2)"));
  BOOST_TEST(tells(R"(waybill_rule_matches_total{rule="A"} 0)"));
  BOOST_TEST(tells(R"(waybill_rule_matches_total{rule="B \"quoted\""} 1)"));
  BOOST_TEST(tells(R"(waybill_rule_undecided_total{rule="A"} 1)"));
  BOOST_TEST(metrics::page(registry).find(R"(waybill_rule_seconds_total{rule="B \"quoted\""} 2.)") !=
             std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_new_policy_goes_on_counting_for_rules_of_the_same_name, Meters) {
  metrics::RuleMeter(registry, {"A", "B"}).evaluated(1, {});
  metrics::RuleMeter(registry, {"B"}).evaluated(0, {});
  BOOST_TEST(tells(R"(waybill_rule_evaluations_total{rule="B"} 2)"));
}

BOOST_FIXTURE_TEST_CASE(the_directory_is_up_until_it_does_not_answer, Meters) {
  const auto answering = std::make_shared<Answering>();
  const auto directory = metrics::metered(answering, registry);
  BOOST_TEST(tells(R"(waybill_up{what="directory"} 1)"));
  answering->answers = {message::Found{}, message::NotFound{}, message::Unavailable{"down"}};
  BOOST_TEST(directory->ask({}, {}).size() == 3U);
  BOOST_TEST(tells(R"(waybill_up{what="directory"} 0)"));
  BOOST_TEST(tells(R"(waybill_failures_total{what="directory"} 1)"));
  BOOST_TEST(tells(R"(waybill_directory_answers_total{answer="found"} 1)"));
  BOOST_TEST(tells(R"(waybill_directory_answers_total{answer="not-found"} 1)"));
  BOOST_TEST(tells(R"(waybill_directory_answers_total{answer="unavailable"} 1)"));
  BOOST_TEST(tells("waybill_directory_seconds_count 1"));
  answering->answers = {message::NotFound{}};
  directory->ask({}, {});
  BOOST_TEST(tells(R"(waybill_up{what="directory"} 1)"));
  answering->up = false;  // and it remembers
  directory->ask({}, {});
  BOOST_TEST(tells(R"(waybill_up{what="directory"} 0)"));
  BOOST_TEST(tells(R"(waybill_failures_total{what="directory"} 1)"));
}

BOOST_FIXTURE_TEST_CASE(the_store_is_counted_by_operation, Meters) {
  const auto memory = std::make_shared<Memory>();
  const auto store = metrics::metered(memory, registry);
  BOOST_TEST(store->knows({}, {}, 0).ok());
  BOOST_TEST(!store->remember({}, {}, 0).has_value());
  BOOST_TEST(tells(R"(waybill_up{what="store"} 1)"));
  memory->full = base::Error{base::ErrorKind::Unavailable, "disk full"};
  BOOST_TEST(!store->knows({}, {}, 0).ok());
  BOOST_TEST(store->remember({}, {}, 0)->text == "disk full");
  BOOST_TEST(store->forget({})->text == "disk full");
  BOOST_TEST(tells(R"(waybill_up{what="store"} 0)"));
  BOOST_TEST(tells(R"(waybill_failures_total{what="store"} 3)"));
  BOOST_TEST(tells(R"(waybill_store_seconds_count{operation="knows"} 2)"));
  BOOST_TEST(tells(R"(waybill_store_seconds_count{operation="remember"} 2)"));
  BOOST_TEST(tells(R"(waybill_store_seconds_count{operation="forget"} 1)"));
}

BOOST_FIXTURE_TEST_CASE(duplicates_and_the_memory_of_what_was_seen_are_counted, Meters) {
  metrics::MessageMeter meter(registry);
  outcome.copies[0].duplicates = {{"a@x", {}}, {"b@x", {}}};
  meter.note(finished());
  BOOST_TEST(tells("waybill_duplicates_total 2"));
  const auto memory = std::make_shared<Seen>();
  const auto seen = metrics::metered(memory, registry);
  BOOST_TEST(seen->meet({}).ok());
  BOOST_TEST(tells(R"(waybill_up{what="seen"} 1)"));
  memory->full = base::Error{base::ErrorKind::Unavailable, "disk full"};
  BOOST_TEST(!seen->meet({}).ok());
  BOOST_TEST(seen->prove("mx1", {}, "", 0).has_value());
  BOOST_TEST(*seen->position("mx1") == "mx1");
  BOOST_TEST(tells(R"(waybill_up{what="seen"} 0)"));
  BOOST_TEST(tells(R"(waybill_failures_total{what="seen"} 1)"));
  BOOST_TEST(tells("waybill_seen_seconds_count 2"));
}

BOOST_FIXTURE_TEST_CASE(copies_handed_to_the_mta_are_counted, Meters) {
  const auto port = std::make_shared<Port>();
  const auto outgoing = metrics::metered(port, registry);
  BOOST_TEST(outgoing->deliver({}, {}).ok());
  BOOST_TEST(tells(R"(waybill_up{what="reinject"} 1)"));
  port->closed = base::Error{base::ErrorKind::Unavailable, "closed"};
  BOOST_TEST(!outgoing->deliver({}, {}).ok());
  BOOST_TEST(tells(R"(waybill_up{what="reinject"} 0)"));
  BOOST_TEST(tells(R"(waybill_failures_total{what="reinject"} 1)"));
  BOOST_TEST(tells("waybill_reinject_seconds_count 2"));
}

BOOST_AUTO_TEST_SUITE_END()
