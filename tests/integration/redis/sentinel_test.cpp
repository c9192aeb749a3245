// A failover by Sentinel while hubs work.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <mutex>
#include <set>
#include <thread>

#include "tests/integration/redis/redis_server.h"

using namespace waybill;
using namespace std::chrono_literals;
using tests::arrival;
using tests::meet;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kTimeout = 500ms;
constexpr std::int64_t kMost = 1500;  // milliseconds: kTimeout, on a machine under load

struct Cluster {
  Cluster() {
    primary.start();
    replica.start();
    replica.ask({"REPLICAOF", "127.0.0.1", std::to_string(primary.port())});
    sentinel.start();
    const auto knows_both = [&] { return sentinel.ask({"SENTINEL", "replicas", "seen"}).items.size() == 1; };
    const auto is_in_step = [&] {
      return replica.ask({"INFO", "replication"}).text.find("master_link_status:up") != std::string::npos;
    };
    BOOST_REQUIRE(tests::comes_true(is_in_step));
    BOOST_REQUIRE(tests::comes_true(knows_both));
  }

  store::RedisOptions options() const {
    store::RedisOptions out;
    out.servers = {"127.0.0.1:1", sentinel.address()};  // the first Sentinel is gone
    out.sentinel_master = "seen";
    out.timeout = kTimeout;
    out.background_timeout = 2s;
    out.retry = 100ms;
    return out;
  }

  tests::RedisServer primary;
  tests::RedisServer replica;
  tests::RedisSentinel sentinel{primary};
};

// Eight hubs that meet messages, prove some of them, and meet them again.
class Load {
 public:
  explicit Load(engine::Seen& seen) : seen_(seen) {
    for (int i = 0; i < 8; ++i) hubs_.emplace_back([this, i] { run("mx" + std::to_string(i)); });
  }
  ~Load() {
    is_over_ = true;
    for (std::thread& hub : hubs_) hub.join();
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  std::atomic<int> answers = 0, sightings = 0, false_sightings = 0;
  std::atomic<std::int64_t> longest_ms = 0;

 private:
  void run(const std::string& hub) {
    for (int i = 0; !is_over_; ++i) {
      const std::string id = "v1:" + hub + '-' + std::to_string(i);
      look(arrival(id, hub, "Q" + std::to_string(i)), false);
      const bool is_to_prove = i % 2 == 0;
      if (is_to_prove) (void)seen_.prove(hub, {{"Q" + std::to_string(i), "bob@example.com"}}, std::to_string(i), 2000);
      look(arrival(id, hub, "R" + std::to_string(i)), is_to_prove);
    }
  }

  void look(const engine::Arrival& arrival, bool may_be_proven) {
    const auto begin = Clock::now();
    const auto met = seen_.meet(arrival);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
    if (took > longest_ms) longest_ms = took;
    if (!met) return;
    ++answers;
    if (!met->front()) return;
    ++sightings;
    if (!may_be_proven) ++false_sightings;
  }

  engine::Seen& seen_;
  std::atomic<bool> is_over_ = false;
  std::vector<std::thread> hubs_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(redis_sentinel, Cluster)

BOOST_AUTO_TEST_CASE(the_primary_is_found_and_its_name_has_to_be_known) {
  const auto seen = tests::make(options());
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q1")) == "none");
  BOOST_TEST(primary.ask({"EXISTS", "waybill:queue:mx1/Q1"}).number == 1);
  store::RedisOptions wanted = options();
  wanted.sentinel_master = "other";
  const std::string answer = meet(*tests::make(wanted), arrival("v1:a", "mx1", "Q1"));
  BOOST_TEST(answer.find("knows no primary of the name other") != std::string::npos, answer);
}

BOOST_AUTO_TEST_CASE(sentinels_may_ask_for_a_login) {
  tests::RedisSentinel closed(primary, "requirepass hush");
  closed.start();
  store::RedisOptions wanted = options();
  wanted.servers = {closed.address()};
  const std::string answer = meet(*tests::make(wanted), arrival("v1:a", "mx1", "Q1"));
  BOOST_TEST(answer.find("SENTINEL: NOAUTH") != std::string::npos, answer);
  wanted.sentinel_password_file = primary.write("secret", "hush\n");
  BOOST_TEST(meet(*tests::make(wanted), arrival("v1:a", "mx1", "Q1")) == "none");
}

BOOST_AUTO_TEST_CASE(sentinels_and_redis_by_tls) {
  tests::RedisSentinel closed(primary, "", true);
  closed.start();
  store::RedisOptions wanted = options();
  wanted.servers = {closed.address()};
  wanted.timeout = 5s;
  wanted.tls = true;
  wanted.ca_file = tests::Authority::get().file("ca.crt");
  BOOST_TEST(meet(*tests::make(wanted), arrival("v1:a", "mx1", "Q1")) == "none");
}

BOOST_AUTO_TEST_CASE(hubs_follow_a_failover_when_the_primary_dies) {
  const auto seen = tests::make(options());
  Load load(*seen);
  BOOST_TEST(tests::comes_true([&] { return load.sightings > 100; }));
  primary.die();
  BOOST_TEST(tests::comes_true([&] { return replica.is_primary(); }));
  const int before = load.sightings;
  BOOST_TEST(tests::comes_true([&] { return load.sightings > before + 100; }));
  BOOST_TEST(load.false_sightings == 0);
  BOOST_TEST(load.longest_ms < kMost);
}

BOOST_AUTO_TEST_CASE(hubs_follow_a_failover_that_was_asked_for) {
  const auto seen = tests::make(options());
  Load load(*seen);
  BOOST_TEST(tests::comes_true([&] { return load.sightings > 100; }));
  BOOST_TEST(tests::comes_true([&] { return sentinel.ask({"SENTINEL", "failover", "seen"}).text == "OK"; }));
  BOOST_TEST(tests::comes_true([&] { return replica.is_primary() && !primary.is_primary(); }));
  const int before = load.sightings;
  BOOST_TEST(tests::comes_true([&] { return load.sightings > before + 100; }));
  BOOST_TEST(load.false_sightings == 0);
  BOOST_TEST(load.longest_ms < kMost);
}

BOOST_AUTO_TEST_SUITE_END()
