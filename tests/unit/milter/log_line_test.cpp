// The line of a message, and what cannot be smuggled into it.
#include "milter/log_line.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;

namespace {

struct Example {
  message::Message message;
  message::Outcome outcome;

  Example() {
    message.envelope.sender = "anna@example.com";
    message.envelope.queue_id = "4cXy1234";
    message.envelope.recipients = {{"you@example.net", "<you@example.net>", {}}, {"b@x", "<b@x>", {}}};
    message.headers = {{"Message-ID", " <1@x>"}};
    message.body = "12345";
    outcome.copies.emplace_back();
  }
  std::string line() const { return milter::log_lines({message, outcome, {}, std::chrono::milliseconds(3)}).front(); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(milter_log_line)

BOOST_AUTO_TEST_CASE(queue_id_comes_first) {
  BOOST_TEST(
      Example().line() ==
      "4cXy1234: from=<anna@example.com> to=<you@example.net> nrcpt=2 message-id=<1@x> size=5 verdict=accept ms=3");
}

BOOST_AUTO_TEST_CASE(rules_edits_reason_and_reply_are_named) {
  Example e;
  e.outcome.rules = {{"Sign", base::Truth::Yes}, {"No", base::Truth::No}, {"Ask", base::Truth::Unknown}};
  message::Copy& copy = e.outcome.copies[0];
  copy.edits = {message::InsertHeader{"A", " 1"}, message::SpliceBody{0, 0, "x"}, message::SpliceBody{1, 1, "y"}};
  copy.left_alone = message::LeftAlone{"Sign", message::Reason::Signed, "wrap"};
  copy.verdict = message::Verdict::Reject;
  copy.reply = message::Reply{550, "5.7.1", "no"};
  BOOST_TEST(e.line().ends_with(
      " rules=\"Sign\" undecided=\"Ask\" edits=\"header 1, body 2\" left_alone=\"signed\" by=\"Sign\" fallback=wrap "
      "verdict=reject reply=\"550 5.7.1 no\" ms=3"));
}

BOOST_AUTO_TEST_CASE(duplicates_have_a_line_each_with_both_queue_ids) {
  Example e;
  e.outcome.id = "v1:id";
  e.outcome.copies[0].duplicates = {{"you@example.net", {"mx1.example.com", "4cXy0815", 0}}};
  const auto lines = milter::log_lines({e.message, e.outcome, {}, {}});
  BOOST_REQUIRE(lines.size() == 2U);
  BOOST_TEST(lines[0].find(" duplicates=1 ") != std::string::npos);
  BOOST_TEST(lines[1] == "4cXy1234: DUPLICATE to=<you@example.net> of=4cXy0815 hub=mx1.example.com id=v1:id");
}

BOOST_AUTO_TEST_CASE(a_memory_that_could_not_be_asked_is_told) {
  Example e;
  e.outcome.seen_failure = "disk \"full\"";
  BOOST_TEST(e.line().find(" duplicates=unknown ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(places_are_named) {
  Example e;
  e.outcome.rules = {{"A", base::Truth::Yes}, {"B", base::Truth::Yes}, {"C", base::Truth::Yes}};
  e.outcome.rules[0].placed = "text: under-reply";
  e.outcome.rules[2].placed = "text: append: no marker found";
  const std::string line = e.line();
  BOOST_TEST(line.find(" placed=\"text: under-reply | text: append: no marker found\" ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_value_can_begin_a_line_or_end_a_quote) {
  Example e;
  e.message.envelope.queue_id = "";
  e.message.envelope.sender = "a\nb";
  e.message.headers = {{"Message-ID", " <\r\n\x1b[2J>"}};
  e.outcome.rules = {{"x\" verdict=\"", base::Truth::Yes}};
  const std::string line = e.line();
  BOOST_TEST(line.starts_with("NOQUEUE: from=<a\\x0Ab>"));
  BOOST_TEST(line.find_first_of("\r\n\x1b") == std::string::npos);
  BOOST_TEST(line.find("x\\\" verdict=\\\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_message_without_recipients_and_id_has_a_line_too) {
  Example e;
  e.message.envelope.recipients.clear();
  e.message.headers.clear();
  BOOST_TEST(e.line().find("to=<> nrcpt=0 message-id= size=5") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
