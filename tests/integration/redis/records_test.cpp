// What Redis holds, as people see it.
#include "store/redis_records.h"

#include <boost/test/unit_test.hpp>

#include "tests/integration/redis/redis_server.h"

using namespace waybill;
using tests::arrival;
using tests::meet;

namespace {

struct Redis {
  Redis() {
    server.start();
    (void)meet(*seen, arrival("v1:a", "mx1", "Q1", {"bob@example.com"}, 1000));
    (void)meet(*seen, arrival("v1:a", "mx3", "Q1", {"bob@example.com", "eve*@example.com"}, 1001));
    (void)meet(*seen, arrival("v1:b", "mx1", "Q2", {"bob@example.com"}, 1002));
    (void)meet(*seen, arrival("v1:a", "mx2", "Q1", {"bob@example.com"}, 1003));
    (void)seen->prove("mx3", {{"Q1", "bob@example.com"}}, "position", 2000);
    (void)seen->prove("mx1", {{"Q1", "bob@example.com"}}, "position", 2000);
  }

  // A line each: RECIPIENT HUB/QUEUE-ID ID WAY AT [PROVEN-AT]
  std::string list(const store::SeenFilter& filter, std::int64_t most = 100) {
    const auto found = store::list_seen(server.options(), filter, most);
    BOOST_REQUIRE(found.ok());
    std::string out;
    for (const store::SeenRecord& record : *found) {
      BOOST_TEST(record.expires > 1'700'000'000);
      out += record.recipient + ' ' + record.hub + '/' + record.queue_id + ' ' + record.id + ' ' + record.way + ' ' +
             std::to_string(record.at) + (record.proven_at ? ' ' + std::to_string(*record.proven_at) : "") + '\n';
    }
    return out;
  }

  tests::RedisServer server;
  std::unique_ptr<store::RedisSeen> seen = tests::make(server.options());
};

const std::string kProven = "bob@example.com mx3/Q1 v1:a way 1001 2000\n";  // first; the one at mx1 was later
const std::string kOther = "bob@example.com mx1/Q2 v1:b way 1002\n";
const std::string kOfTwo = "bob@example.com mx2/Q1 v1:a way 1003\n";
const std::string kEve = "eve*@example.com mx3/Q1 v1:a way 1001\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(redis_records, Redis)

BOOST_AUTO_TEST_CASE(all_of_it_and_some_of_it) {
  BOOST_TEST(list({}) == kOfTwo + kOther + kEve + kProven);
  BOOST_TEST(list({.id = "v1:a"}) == kOfTwo + kEve + kProven);
  BOOST_TEST(list({.recipient = "eve*@example.com"}) == kEve);
  BOOST_TEST(list({.recipient = "*@example.com"}) == "");
  BOOST_TEST(list({.queue_id = "Q1"}) == kOfTwo + kEve + kProven);
  BOOST_TEST(list({.id = "v1:b", .queue_id = "Q1"}) == "");
  BOOST_TEST(list({}, 2) == kOfTwo + kOther);
  BOOST_TEST(list({}, 0) == "");
}

BOOST_AUTO_TEST_CASE(many) {
  for (int i = 0; i < 3000; ++i) (void)meet(*seen, arrival("v1:" + std::to_string(i), "mx1", "M" + std::to_string(i)));
  BOOST_TEST(store::list_seen(server.options(), {}, 10000)->size() == 3004U);
}

BOOST_AUTO_TEST_CASE(a_recipient_is_forgotten_everywhere) {
  BOOST_TEST(*store::forget_seen(server.options(), {.recipient = "bob@example.com"}) == 3);
  BOOST_TEST(list({}) == kEve);
  for (const store::RedisReply& key : server.ask({"KEYS", "waybill:*"}).items) {
    if (key.text.starts_with("waybill:position:")) continue;
    for (const store::RedisReply& word : server.ask({"HGETALL", key.text}).items) {
      BOOST_TEST(word.text.find("bob") == std::string::npos, key.text);
    }
  }
  (void)seen->prove("mx1", {{"Q1", "bob@example.com"}, {"Q2", "bob@example.com"}}, "position", 2001);
  (void)seen->prove("mx3", {{"Q1", "bob@example.com"}, {"Q1", "eve*@example.com"}}, "position", 2001);
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx3", "Q3", {"bob@example.com", "eve*@example.com"})) == "none\nmx3 Q1 1001");
}

BOOST_AUTO_TEST_CASE(an_id_is_forgotten) {
  BOOST_TEST(*store::forget_seen(server.options(), {.id = "v1:a"}) == 3);
  BOOST_TEST(list({}) == kOther);
  BOOST_TEST(*store::forget_seen(server.options(), {.id = "v1:a"}) == 0);
  BOOST_TEST(*store::forget_seen(server.options(), {.id = "v1:b", .queue_id = "Q9"}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
