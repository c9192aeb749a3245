// The memory of seen messages in a file: what is proven is told, within its time, and no trouble of the file is mail's.
#include "store/seen.h"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <ctime>
#include <fstream>

#include "tests/unit/store/folder.h"

using namespace waybill;
using namespace std::chrono_literals;
using engine::Arrival;
using engine::Sighting;

namespace {

// What is over by this machine's clock is dropped.
const std::int64_t kNow = std::time(nullptr);
constexpr std::int64_t kDay = 24 * 3600;
constexpr store::Pace kPace{.gather = 1h, .wait = 100ms};  // what is added is written when a life ends

Arrival arrival(std::string queue_id, std::vector<std::string> recipients, std::int64_t at = kNow) {
  Arrival out{"v1:id", "way.0", {"mx1", std::move(queue_id), at}, {}};
  for (std::string& to : recipients) out.recipients.push_back({std::move(to)});
  return out;
}

// The file over many lives of the daemon.
struct World {
  World() { options.path = folder.file("seen.db"); }

  // Asked again when a busy machine kept the file locked for longer than mail waits.
  std::vector<std::optional<Sighting>> meet(const Arrival& arrival) const {
    for (int i = 0; i < 100; ++i) {
      if (auto met = store::Seen(options, kPace).meet(arrival)) return std::move(*met);
    }
    BOOST_FAIL("the file stays locked");
    return {};
  }
  bool is_met(const std::string& to, std::int64_t at = kNow) const {
    return meet(arrival("probe", {to}, at)).front().has_value();
  }
  void prove(const std::vector<engine::Proof>& proofs, std::int64_t now = kNow, const std::string& hub = "mx1") const {
    store::Seen(options, kPace).prove(hub, proofs, "position", now);
  }
  std::vector<store::SeenRecord> list(const store::SeenFilter& filter = {}) const {
    return *store::list_seen(options, filter, 100);
  }

  tests::Folder folder;
  store::SeenOptions options;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(store_seen)

BOOST_AUTO_TEST_CASE(a_candidate_is_told_only_once_it_is_proven) {
  const World w;
  BOOST_TEST(!w.meet(arrival("Q1", {"a@x", "b@x"})).front());
  BOOST_TEST(!w.is_met("a@x"));
  w.prove({{"Q1", "a@x"}, {"Q1", "b@x"}, {"Q1", "c@x"}});
  const auto met = w.meet(arrival("Q2", {"a@x", "c@x", "b@x"}));
  BOOST_TEST((met[0] == Sighting{"mx1", "Q1", kNow}));
  BOOST_TEST(!met[1]);
  BOOST_TEST((met[2] == Sighting{"mx1", "Q1", kNow}));
}

BOOST_AUTO_TEST_CASE(a_proof_counts_for_its_hub_queue_id_and_recipient) {
  const World w;
  w.meet(arrival("Q1", {"a@x", "b@x"}));
  w.prove({{"Q2", "a@x"}, {"Q1", ""}});
  w.prove({{"Q1", "a@x"}}, kNow, "mx2");
  BOOST_TEST(!w.is_met("a@x"));
  w.prove({{"Q1", "b@x"}});
  BOOST_TEST(!w.is_met("a@x"));
  BOOST_TEST(w.is_met("b@x"));
}

BOOST_AUTO_TEST_CASE(a_candidate_and_its_proof_in_one_transaction_are_in_order) {
  const World w;
  {
    store::Seen life(w.options, kPace);
    BOOST_TEST(bool(life.meet(arrival("Q1", {"a@x"}))));
    life.prove("mx1", {{"Q1", "a@x"}}, "p", kNow);
  }
  BOOST_TEST(w.is_met("a@x"));
}

BOOST_AUTO_TEST_CASE(a_queue_id_that_is_used_again_forgets_candidates_but_not_what_is_proven) {
  const World w;
  w.meet(arrival("Q1", {"lost@x"}));
  auto other = arrival("Q1", {"a@x"});
  other.id = "v1:other";
  w.meet(other);
  w.prove({{"Q1", "a@x"}, {"Q1", "lost@x"}});
  BOOST_TEST(!w.is_met("lost@x"));
  w.meet(arrival("Q1", {}));
  const auto kept = w.list({.id = "v1:other"});
  BOOST_REQUIRE(kept.size() == 1U);
  BOOST_TEST(kept[0].proven_at.value_or(0) == kNow);
}

BOOST_AUTO_TEST_CASE(who_is_not_in_place_is_no_candidate) {
  const World w;
  auto one = arrival("Q1", {"a@x"});
  one.recipients[0].in_place = false;
  w.meet(one);
  w.prove({{"Q1", "a@x"}});
  BOOST_TEST(!w.is_met("a@x"));
}

BOOST_AUTO_TEST_CASE(what_was_proven_first_stays_the_answer) {
  const World w;
  w.meet(arrival("Q1", {"a@x"}, kNow - 10));
  w.meet(arrival("Q2", {"a@x"}));
  w.prove({{"Q2", "a@x"}});
  w.prove({{"Q1", "a@x"}});
  BOOST_TEST((w.meet(arrival("Q3", {"a@x"}))[0] == Sighting{"mx1", "Q2", kNow}));
}

BOOST_AUTO_TEST_CASE(candidates_last_a_day_and_what_is_proven_the_window) {
  const World w;
  w.meet(arrival("Q1", {"a@x"}));
  w.prove({{"Q1", "a@x"}}, kNow + kDay);
  BOOST_TEST(!w.is_met("a@x", kNow + kDay));
  w.meet(arrival("Q2", {"b@x"}));
  w.prove({{"Q2", "b@x"}}, kNow + kDay - 1);
  BOOST_TEST(w.is_met("b@x", kNow + 7 * kDay - 1));
  BOOST_TEST(!w.is_met("b@x", kNow + 7 * kDay));
}

BOOST_AUTO_TEST_CASE(what_is_over_leaves_the_file) {
  const World w;
  w.meet(arrival("Q1", {"a@x"}, kNow - kDay));
  w.meet(arrival("Q2", {"b@x"}));
  const auto left = w.list();
  BOOST_REQUIRE(left.size() == 1U);
  BOOST_TEST(left[0].recipient == "b@x");
}

BOOST_AUTO_TEST_CASE(the_position_stands_in_the_file_for_each_hub) {
  const World w;
  store::Seen(w.options, kPace).prove("mx1", {}, "one", kNow);
  store::Seen(w.options, kPace).prove("mx2", {}, "two", kNow);
  store::Seen life(w.options, kPace);
  BOOST_TEST(*life.position("mx1") == "one");
  BOOST_TEST(*life.position("mx2") == "two");
  BOOST_TEST(life.position("mx3")->empty());
}

BOOST_AUTO_TEST_CASE(records_are_listed_and_forgotten_by_id_recipient_and_queue_id) {
  const World w;
  w.meet(arrival("Q1", {"a@x", "b@x"}));
  w.meet(arrival("Q2", {"a@x"}));
  BOOST_TEST(w.list().size() == 3U);
  BOOST_TEST(w.list({.recipient = "a@x"}).size() == 2U);
  BOOST_TEST(w.list({.recipient = "a@x", .queue_id = "Q2"}).size() == 1U);
  BOOST_TEST(w.list({.id = "v1:nothing"}).empty());
  BOOST_TEST(*store::forget_seen(w.options, {.recipient = "a@x"}) == 2);
  BOOST_REQUIRE(w.list().size() == 1U);
  BOOST_TEST(w.list()[0].recipient == "b@x");
}

BOOST_AUTO_TEST_CASE(without_a_file_there_is_nothing_to_be_listed) {
  const World w;
  BOOST_TEST((store::list_seen(w.options, {}, 1).error().kind == base::ErrorKind::NotFound));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database_is_told_and_stops_nothing) {
  const World w;
  std::ofstream(w.options.path) << std::string(4096, 'x');
  store::Seen life(w.options, kPace);
  BOOST_TEST(!life.meet(arrival("Q1", {"a@x"})));
  BOOST_TEST(!life.position("mx1"));
  life.finish();
  BOOST_TEST(life.lost() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
