// Servers that are no Redis, or a bad one: nobody waits beyond the deadline, and nothing they say is a sighting.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "store/redis_seen.h"
#include "tests/unit/net/peer.h"

using namespace waybill;
using namespace std::chrono_literals;
using tests::Peer;

namespace {

using Clock = std::chrono::steady_clock;

const std::string kPrimary = "*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n";
const std::string kNone = "*2\r\n$20\r\nwaybill:queue:mx1/Q1\r\n$-1\r\n";
const std::string kSighting = "*2\r\n$20\r\nwaybill:queue:mx1/Q1\r\n$16\r\n1000 2000 mx2/Q2\r\n";
const std::vector<std::string> kSteps = {"ROLE", "EVALSHA"};

// Of one line of a command: the one with its name decides.
std::string polite(const std::string& line) {
  if (line == "ROLE") return kPrimary;
  if (line == "EVALSHA") return kNone;
  return tests::kSilence;
}

engine::Arrival arrival() {
  return {.id = "v1:a", .way = "way", .here = {"mx1", "Q1", 1000}, .recipients = {{"bob@x"}}};
}

store::RedisOptions options(const Peer& peer, std::chrono::milliseconds time) {
  store::RedisOptions out;
  out.servers = {peer.address()};
  out.timeout = time;
  out.background_timeout = time;
  return out;
}

std::string meet(store::RedisSeen& seen) {
  const auto met = seen.meet(arrival());
  if (!met) return met.error().is_temporary() ? "error" : "error that lasts: " + met.error().text;
  if (met->size() != 1) return "not one answer";
  return met->front() ? met->front()->hub + ' ' + met->front()->queue_id : "none";
}

// What comes of asking a server that gives `answer` at `step`.
std::string meet(const std::string& step, const std::string& answer, std::chrono::milliseconds time) {
  const Peer peer([&](const std::string& line) { return line == step ? answer : polite(line); });
  const auto seen = store::RedisSeen::make(options(peer, time));
  const auto begin = Clock::now();
  const std::string out = meet(**seen);
  return Clock::now() - begin > time + 2s ? "took too long" : out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(redis_hostile_server)

BOOST_AUTO_TEST_CASE(polite_ones_are_understood) {
  BOOST_TEST(meet("", "", 20s) == "none");
  BOOST_TEST(meet("EVALSHA", kSighting, 20s) == "mx2 Q2");
}

BOOST_AUTO_TEST_CASE(it_hangs_up) {
  for (const std::string& step : kSteps) {
    BOOST_TEST(meet(step, tests::kClose, 20s) == "error");
    BOOST_TEST(meet(step, tests::kThenClose + "*2\r\n$6\r\nmx1", 20s) == "error");
  }
}

BOOST_AUTO_TEST_CASE(it_freezes_or_says_half_of_it) {
  for (const std::string& step : kSteps) {
    BOOST_TEST(meet(step, tests::kFreeze, 100ms) == "error");
    for (const char* half :
         {"*", "*2\r\n", "*2\r\n$20\r\nwaybill:queue:mx1/Q1\r\n", "$2000000000\r\nx", "*2147483647\r\n"}) {
      BOOST_TEST(meet(step, half, 100ms) == "error");
    }
  }
}

BOOST_AUTO_TEST_CASE(it_speaks_for_ever) {
  for (const std::string& step : kSteps) {
    BOOST_TEST(meet(step, tests::kDrip + "*2\r\n", 150ms) == "error");
    BOOST_TEST(meet(step, tests::kForever + "*2\r\n", 20s) == "error");
    BOOST_TEST(meet(step, tests::kForever + "+OK\r\n", 20s) == "error");
    BOOST_TEST(meet(step, tests::kForever + std::string(1, '\0'), 20s) == "error");
    BOOST_TEST(meet(step, tests::kForever + "$2000000000\r\n", 20s) == "error");
    BOOST_TEST(meet(step, tests::kForever + "x", 20s) == "error");
  }
}

BOOST_AUTO_TEST_CASE(it_speaks_another_language) {
  for (const std::string& step : kSteps) {
    for (const char* answer : {"hello\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "%1\r\n+a\r\n+b\r\n", "_\r\n"}) {
      BOOST_TEST(meet(step, answer, 20s) == "error");
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_answer_to_the_question) {
  for (const char* answer :
       {"+OK\r\n", ":1\r\n", "$-1\r\n", "*-1\r\n", "*0\r\n", "-ERR no\r\n", "*1\r\n$20\r\nwaybill:queue:mx1/Q1\r\n",
        "*2\r\n$20\r\nwaybill:queue:mx1/Q2\r\n$-1\r\n", "*3\r\n$20\r\nwaybill:queue:mx1/Q1\r\n$-1\r\n$-1\r\n",
        "*2\r\n$20\r\nwaybill:queue:mx1/Q1\r\n:1\r\n", "*2\r\n$20\r\nwaybill:queue:mx1/Q1\r\n*0\r\n",
        "*2\r\n$20\r\nwaybill:queue:mx1/Q1\r\n$0\r\n\r\n", "*2\r\n$20\r\nwaybill:queue:mx1/Q1\r\n+1 2 mx2/Q2\r\n",
        "*2\r\n$20\r\nwaybill:queue:mx1/Q1\r\n$11\r\n1 x mx2/Q2\r\n",
        "*2\r\n$20\r\nwaybill:queue:mx1/Q1\r\n$7\r\n1 2 mx2\r\n"}) {
    BOOST_TEST(meet("EVALSHA", answer, 20s) == "error");
  }
  for (const char* role : {"+OK\r\n", "*0\r\n", "*1\r\n$5\r\nslave\r\n", "*1\r\n$8\r\nsentinel\r\n", "*-1\r\n"}) {
    BOOST_TEST(meet("ROLE", role, 20s) == "error");
  }
}

// The second could be taken for the answer to the next question.
BOOST_AUTO_TEST_CASE(it_says_more_than_it_was_asked_for) {
  BOOST_TEST(meet("EVALSHA", kNone + kSighting, 20s) == "error");
  BOOST_TEST(meet("ROLE", kPrimary + kSighting, 20s) == "error");
}

BOOST_AUTO_TEST_CASE(a_late_answer_is_nobodys) {
  std::atomic<int> questions = 0;
  const Peer peer([&](const std::string& line) {
    if (line == "EVALSHA" && ++questions == 1) {
      std::this_thread::sleep_for(400ms);
      return kSighting;
    }
    return polite(line);
  });
  store::RedisOptions wanted = options(peer, 200ms);
  wanted.background_timeout = 20s;
  wanted.retry = 1ms;
  const auto seen = store::RedisSeen::make(wanted);
  BOOST_TEST(meet(**seen) == "error");
  std::string next = "error";
  for (int i = 0; i < 2000 && next == "error"; ++i) {
    std::this_thread::sleep_for(5ms);
    next = meet(**seen);
  }
  BOOST_TEST(next == "none");
}

BOOST_AUTO_TEST_CASE(it_speaks_no_tls) {
  using namespace std::string_literals;
  for (const std::string& greeting : {tests::kForever + "x", tests::kDrip + "\x16\x03\x03\x40\x00"s, tests::kFreeze,
                                      tests::kClose, tests::kForever + "\x16\x03\x03\x00\x01\x00"s}) {
    const Peer peer([&](const std::string& line) { return line.empty() ? greeting : tests::kSilence; });
    store::RedisOptions wanted = options(peer, 200ms);
    wanted.tls = true;
    const auto seen = store::RedisSeen::make(wanted);
    const auto begin = Clock::now();
    BOOST_TEST(meet(**seen) == "error");
    BOOST_TEST((Clock::now() - begin < 2200ms));
  }
}

BOOST_AUTO_TEST_CASE(a_sentinel_that_names_nonsense) {
  for (const char* answer : {"*2\r\n$3\r\na b\r\n$1\r\n1\r\n", "*2\r\n$9\r\n127.0.0.1\r\n$1\r\n0\r\n", "*-1\r\n",
                             "+OK\r\n", "*2\r\n:1\r\n:2\r\n", "*1\r\n$1\r\nx\r\n", "$2000000000\r\n"}) {
    const Peer peer([&](const std::string& line) { return line == "SENTINEL" ? answer : tests::kSilence; });
    store::RedisOptions wanted = options(peer, 200ms);
    wanted.sentinel_master = "seen";
    const auto seen = store::RedisSeen::make(wanted);
    BOOST_TEST(!(*seen)->meet(arrival()).ok(), answer);
  }
}

BOOST_AUTO_TEST_SUITE_END()
