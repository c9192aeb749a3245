// A Redis that dies, freezes and comes back: mail waits once, and is told of no sighting that is none.
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <thread>

#include "tests/integration/redis/redis_server.h"

using namespace waybill;
using namespace std::chrono_literals;
using tests::arrival;
using tests::meet;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kTimeout = 200ms;
constexpr std::int64_t kMost = 1200;  // milliseconds: kTimeout, on a machine under load

// What is logged while it lives.
class Log {
 public:
  Log() : before_(spdlog::default_logger()) {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(text_);
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink));
  }
  ~Log() { spdlog::set_default_logger(before_); }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  int count(const std::string& what) const {
    const std::string text = text_.str();
    int out = 0;
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; ++at) ++out;
    return out;
  }

 private:
  std::ostringstream text_;
  std::shared_ptr<spdlog::logger> before_;
};

struct Redis {
  Redis() { server.start(); }

  store::RedisOptions options() const {
    store::RedisOptions out = server.options();
    out.timeout = kTimeout;
    out.background_timeout = kTimeout;
    return out;
  }

  tests::RedisServer server;
};

std::int64_t milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
}

// How long the longest of `times` calls took, in milliseconds.
std::int64_t longest(engine::Seen& seen, int times) {
  std::int64_t out = 0;
  for (int i = 0; i < times; ++i) {
    const auto begin = Clock::now();
    (void)meet(seen, arrival("v1:long", "mx1", "L" + std::to_string(i)));
    out = std::max(out, milliseconds_since(begin));
  }
  return out;
}

bool works(engine::Seen& seen) { return meet(seen, arrival("v1:any", "mx9", "Q9")) == "none"; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(redis_outage, Redis)

BOOST_AUTO_TEST_CASE(it_dies_and_comes_back) {
  const Log log;
  const auto seen = tests::make(options());
  BOOST_TEST(works(*seen));
  server.die();
  for (int i = 0; i < 50; ++i) BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q1")).starts_with("error: "));
  BOOST_TEST(seen->prove("mx1", {{"Q1", "bob@example.com"}}, "p", 1).has_value());
  BOOST_TEST(!seen->position("mx1").ok());
  server.start();
  BOOST_TEST(tests::comes_true([&] { return works(*seen); }));
  BOOST_TEST(log.count("[warning] seen messages in Redis: 127.0.0.1:") == 1);
  BOOST_TEST(log.count("[info] seen messages in Redis: works again") == 1);
}

BOOST_AUTO_TEST_CASE(it_was_restarted_between_two_messages) {
  const Log log;
  const auto seen = tests::make(options());
  BOOST_TEST(works(*seen));
  server.stop();
  server.start();
  BOOST_TEST(works(*seen));
  BOOST_TEST(log.count("warning") == 0);
}

BOOST_AUTO_TEST_CASE(it_freezes_and_goes_on) {
  const Log log;
  store::RedisOptions wanted = options();
  wanted.retry = 1h;  // nobody probes
  const auto seen = tests::make(wanted);
  BOOST_TEST(works(*seen));
  server.freeze();
  BOOST_TEST(longest(*seen, 1) < kMost);
  const auto begin = Clock::now();
  (void)longest(*seen, 1000);
  BOOST_TEST(milliseconds_since(begin) < 20000);  // 1000 messages wait less than 100 would without the rest
  server.thaw();
  BOOST_TEST(log.count("warning") == 1);
}

BOOST_AUTO_TEST_CASE(many_threads_meet_a_frozen_server) {
  const auto seen = tests::make(options());
  BOOST_TEST(works(*seen));
  server.freeze();
  std::vector<std::thread> threads;
  std::vector<std::int64_t> took(40);
  for (auto& time : took) threads.emplace_back([&] { time = longest(*seen, 20); });
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(*std::max_element(took.begin(), took.end()) < kMost);
  server.thaw();
  BOOST_TEST(tests::comes_true([&] { return works(*seen); }));
}

BOOST_AUTO_TEST_CASE(it_never_was_there) {
  store::RedisOptions wanted = options();
  wanted.servers = {"127.0.0.1:" + std::to_string(tests::free_port())};
  const auto seen = tests::make(wanted);
  BOOST_TEST(meet(*seen, arrival("v1:a", "mx1", "Q1")).starts_with("error: "));
  const tests::SilentServer silent;
  wanted.servers = {silent.address()};
  const auto other = tests::make(wanted);
  BOOST_TEST(longest(*other, 5) < kMost);
  wanted.tls = true;
  const auto third = tests::make(wanted);
  BOOST_TEST(longest(*third, 5) < kMost);
}

// The servers behind a silent one get their share of the time.
BOOST_AUTO_TEST_CASE(the_next_server_is_tried_in_time) {
  const tests::SilentServer silent;
  store::RedisOptions wanted = server.options();
  wanted.servers = {silent.address(), server.address()};
  const auto seen = tests::make(wanted);
  BOOST_TEST(works(*seen));
}

BOOST_AUTO_TEST_CASE(it_comes_and_goes) {
  const auto seen = tests::make(options());
  std::atomic<bool> is_over = false;
  std::atomic<int> false_sightings = 0;
  std::atomic<int> answers = 0;
  std::atomic<std::int64_t> longest_ms = 0;
  const auto ask = [&](const std::string& hub) {
    for (int i = 0; !is_over; ++i) {
      const auto begin = Clock::now();
      const auto met = seen->meet(arrival("v1:" + std::to_string(i), hub, "Q" + std::to_string(i)));
      const auto took = milliseconds_since(begin);
      if (took > longest_ms) longest_ms = took;
      if (met) ++answers;
      if (met && met->front()) ++false_sightings;  // nobody proved anything
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back(ask, "mx" + std::to_string(i));
  for (int round = 0; round < 6; ++round) {
    const int before = answers;
    BOOST_TEST(tests::comes_true([&] { return answers > before + 100; }));
    if (round % 2 == 0) {
      server.die();
      server.start();
    } else {
      server.freeze();
      std::this_thread::sleep_for(2 * kTimeout);
      server.thaw();
    }
  }
  is_over = true;
  for (std::thread& thread : threads) thread.join();
  BOOST_TEST(false_sightings == 0);
  BOOST_TEST(longest_ms < kMost);
}

BOOST_AUTO_TEST_SUITE_END()
