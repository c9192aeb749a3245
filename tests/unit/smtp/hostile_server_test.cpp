// Servers that misbehave at every step: no message counts as accepted, and nobody waits beyond the deadline.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "smtp/client.h"
#include "tests/unit/net/peer.h"

using namespace waybill;
using namespace std::chrono_literals;
using tests::Peer;

namespace {

using Clock = std::chrono::steady_clock;

// The lines at which a server misbehaves (tests/unit/net/peer.h).
const std::vector<std::string> kSteps = {"", "EHLO", "MAIL", "RCPT TO:<b", "RCPT TO:<c", "DATA", "content", "."};

// More than the sockets of both sides hold.
const std::string& large_text() {
  static const std::string kText = "Subject: x\r\n\r\n" + std::string(24U * 1024 * 1024, 'x') + "\r\n";
  return kText;
}

// What is wrong with a delivery of `text` to a server that gives `answer` at `step`; empty: nothing.
std::string fault(const std::string& step, const std::string& answer, std::chrono::milliseconds time,
                  std::string_view text = "Subject: x\r\n\r\ntext\r\n") {
  Peer peer([&](const std::string& line) {
    const bool here = step.empty() ? line.empty() : line.starts_with(step);
    return here ? answer : Peer::polite(line);
  });
  const auto client = smtp::Client::make({.server = peer.address()});
  const message::Submission submission{"a@x", {}, {{"b@y", "", {}}, {"c@y", "", {}}}, {}, {text}};
  const auto begin = Clock::now();
  const auto receipt = (*client)->deliver(submission, begin + time);
  const auto took = Clock::now() - begin;
  const std::string where = "at \"" + step + "\", answer " + answer.substr(0, 20) + ": ";
  if (took > time + 2s) return where + "took too long";
  if (!receipt) return receipt.error().is_temporary() ? "" : where + "not temporary: " + receipt.error().text;
  const bool accepted = std::any_of(receipt->replies.begin(), receipt->replies.end(), message::is_accepted);
  return accepted ? where + "accepted" : "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(smtp_hostile_server)

BOOST_AUTO_TEST_CASE(it_hangs_up_at_each_step) {
  for (const std::string& step : kSteps) {
    BOOST_TEST(fault(step, tests::kClose, 20s) == "");
    BOOST_TEST(fault(step, tests::kThenClose + "25", 20s) == "");
    BOOST_TEST(fault(step, tests::kThenClose + "250-and\r\n", 20s) == "");
    BOOST_TEST(fault(step, tests::kThenClose + "421 4.3.2 Going down\r\n", 20s) == "");
  }
  BOOST_TEST(fault("content", tests::kClose, 20s, large_text()) == "");
}

BOOST_AUTO_TEST_CASE(it_freezes_at_each_step) {
  for (const std::string& step : kSteps) BOOST_TEST(fault(step, tests::kFreeze, 100ms) == "");
  BOOST_TEST(fault("content", tests::kFreeze, 300ms, large_text()) == "");
}

BOOST_AUTO_TEST_CASE(it_says_half_a_reply_and_no_more) {
  for (const std::string& step : kSteps) {
    BOOST_TEST(fault(step, "2", 100ms) == "");
    BOOST_TEST(fault(step, "250-and\r\n25", 100ms) == "");
  }
}

BOOST_AUTO_TEST_CASE(it_speaks_slowly_for_ever) {
  for (const std::string& step : kSteps) BOOST_TEST(fault(step, tests::kDrip + "250-and\r\n", 150ms) == "");
}

BOOST_AUTO_TEST_CASE(it_speaks_fast_for_ever) {
  for (const std::string& step : kSteps) {
    BOOST_TEST(fault(step, tests::kForever + "250-and\r\n", 20s) == "");
    BOOST_TEST(fault(step, tests::kForever + "250", 20s) == "");
    BOOST_TEST(fault(step, tests::kForever + std::string(1, '\0'), 20s) == "");
  }
}

BOOST_AUTO_TEST_CASE(it_speaks_another_language) {
  for (const std::string& step : kSteps) {
    BOOST_TEST(fault(step, "hello\r\n", 20s) == "");
    BOOST_TEST(fault(step, "HTTP/1.1 400 Bad Request\r\n\r\n", 20s) == "");
    BOOST_TEST(fault(step, "250-one\r\n251 two\r\n", 20s) == "");
    BOOST_TEST(fault(step, "354 go\r\n354 go\r\n", 20s) == "");
  }
}

// An early "250" must not pass for the reply to the end of the message.
BOOST_AUTO_TEST_CASE(it_says_more_than_it_was_asked_for) {
  for (const std::string& step : kSteps) {
    if (step == "content" || step == ".") continue;
    const std::string first = step.empty() ? "220 hi\r\n" : step == "DATA" ? "354 go\r\n" : "250 ok\r\n";
    BOOST_TEST(fault(step, first + "250 ok\r\n", 20s) == "");
    BOOST_TEST(fault(step, first + "250 ok\r\n250 ok\r\n250 ok\r\n", 20s) == "");
  }
  BOOST_TEST(fault("content", "250 ok\r\n", 20s, large_text()) == "");
  BOOST_TEST(fault("DATA", "250 ok\r\n", 20s) == "");
}

BOOST_AUTO_TEST_CASE(why_it_refuses_in_the_middle_of_a_message_is_heard) {
  Peer peer([](const std::string& line) {
    return line == "content" ? tests::kThenClose + "552 5.3.4 Too large\r\n" : Peer::polite(line);
  });
  const auto client = smtp::Client::make({.server = peer.address()});
  const message::Submission submission{"a@x", {}, {{"b@y", "", {}}}, {}, {large_text()}};
  const auto receipt = (*client)->deliver(submission, Clock::now() + 20s);
  BOOST_REQUIRE(receipt.ok());
  BOOST_TEST(to_string(receipt->replies.front()) == "552 5.3.4 Too large");
}

BOOST_AUTO_TEST_SUITE_END()
