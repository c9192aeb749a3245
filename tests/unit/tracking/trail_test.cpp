// Which events tell what became of a message, and that nothing else is told.
#include "tracking/trail.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/tracking/finished.h"

using namespace waybill;
using message::Verdict;
using tests::Example;
using tracking::Event;

namespace {

// "FAIL AGENT a@x(550 5.7.1 no) b@x instead c@x", one line an event.
std::string told(const Event& event) {
  std::string out = event.id + ' ' + event.source;
  for (const tracking::Recipient& to : event.recipients) {
    out += ' ' + to.address + (to.status.empty() ? "" : '(' + to.status + ')');
  }
  for (const std::string& address : event.related) out += " related " + address;
  return out + '\n';
}

std::string told(const Example& example) {
  std::string out;
  for (const Event& event : example.trail().events) out += told(event);
  return out;
}

constexpr const char* kReceived = "RECEIVE SMTP you@example.net b@x\n";

message::RuleTrace rule(std::string name, std::string severity = {}) {
  message::RuleTrace out;
  out.name = std::move(name);
  out.matched = base::Truth::Yes;
  out.severity = std::move(severity);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tracking_trail)

BOOST_AUTO_TEST_CASE(what_all_events_share) {
  const tracking::Trail trail = Example().trail();
  BOOST_TEST(trail.at == 1'700'000'000'123);
  BOOST_TEST(trail.client_ip == "192.0.2.1");
  BOOST_TEST(trail.server == "mx.example.com");
  BOOST_TEST(trail.queue_id == "4cXy1234");
  BOOST_TEST(trail.message_id == "<1@x>");
  BOOST_TEST(trail.dedupe_id == "v1:id");
  BOOST_TEST(trail.subject == "Gr\u00fc\u00dfe, folded");
  BOOST_TEST(trail.sender == "anna@example.com");
  BOOST_TEST(trail.return_path == "anna@example.com");
  BOOST_TEST(trail.directionality == "Originating");
}

// "From: Anna <anna@example.com>" has 31 bytes with its line end, the folded Subject 16.
BOOST_AUTO_TEST_CASE(bytes_are_those_of_the_wire) {
  Example e;
  e.message.headers = {{"From", " Anna <anna@example.com>"}, {"Subject", " a\n\tb"}};
  BOOST_TEST(e.trail().bytes == 31 + 16 + 2 + 5);
}

BOOST_AUTO_TEST_CASE(a_message_that_passes_was_received_and_no_more_is_known) {
  BOOST_TEST(told(Example()) == kReceived);
}

BOOST_AUTO_TEST_CASE(where_it_came_from) {
  Example e;
  e.outcome.inside = false;
  BOOST_TEST(e.trail().directionality == "Incoming");
  e.outcome.inside.reset();
  BOOST_TEST(e.trail().directionality == "Undefined");
  e.message.envelope.client_ip.clear();
  BOOST_TEST(e.trail().events[0].source == "PICKUP");
}

BOOST_AUTO_TEST_CASE(sender_is_of_the_sender_field_and_the_null_sender_has_brackets) {
  Example e;
  e.message.envelope.sender.clear();
  e.message.headers.push_back({"Sender", " List <Bounces@Example.com>"});
  BOOST_TEST(e.trail().sender == "bounces@example.com");
  BOOST_TEST(e.trail().return_path == "<>");
  e.message.headers.clear();
  BOOST_TEST(e.trail().sender == "");
  BOOST_TEST(e.trail().message_id == "");
}

BOOST_AUTO_TEST_CASE(rules_that_matched_are_one_event_when_the_answer_is_given) {
  Example e;
  e.outcome.rules = {rule("A"), rule("B")};
  e.outcome.copies[0].recipients.push_back("Archive@x");
  BOOST_TEST(told(e) == std::string(kReceived) + "AGENTINFO AGENT you@example.net b@x related archive@x\n");
  const Event event = e.trail().events[1];
  BOOST_TEST(event.custom_data == "S:TRA=ETR|ruleId=A|mode=Enforce;S:TRA=ETR|ruleId=B|mode=Enforce");
  BOOST_TEST(event.context == "Transport Rule Agent");
  BOOST_TEST(event.at == 1'700'000'000'130);
}

BOOST_AUTO_TEST_CASE(rules_that_are_not_to_be_audited_leave_no_trace) {
  Example e;
  e.outcome.rules = {rule("A", "DoNotAudit")};
  e.outcome.copies[0].recipients.push_back("archive@x");
  BOOST_TEST(told(e) == kReceived);
}

BOOST_AUTO_TEST_CASE(refused) {
  Example e;
  e.outcome.copies = {Example::copy({"you@example.net", "b@x"}, Verdict::Reject, {550, "5.7.1", "no\r\nno"})};
  BOOST_TEST(told(e) ==
             std::string(kReceived) + "FAIL AGENT you@example.net(550 5.7.1 no  no) b@x(550 5.7.1 no  no)\n");
}

BOOST_AUTO_TEST_CASE(later) {
  Example e;
  e.outcome.copies = {Example::copy({"b@x"}, Verdict::Tempfail, {451, "4.7.1", "wait"})};
  BOOST_TEST(told(e) == std::string(kReceived) + "DEFER AGENT b@x(451 4.7.1 wait)\n");
}

BOOST_AUTO_TEST_CASE(held_and_deleted) {
  Example e;
  e.outcome.copies = {Example::copy({"you@example.net"}, Verdict::Quarantine),
                      Example::copy({"b@x"}, Verdict::Discard)};
  BOOST_TEST(told(e) == std::string(kReceived) +
                            "DEFER AGENT you@example.net(on hold in the queue of the MTA)\n"
                            "FAIL AGENT b@x(550 4.3.2 QUEUE.TransportAgent; message deleted by "
                            "transport agent)\n");
}

BOOST_AUTO_TEST_CASE(copies_that_were_split_off) {
  Example e;
  e.outcome.copies = {Example::copy({"you@example.net"}), Example::copy({"b@x"})};
  BOOST_TEST(told(e) == std::string(kReceived) + "TRANSFER ROUTING b@x\n");
}

// The first copy may be one that somebody has already; who is left out of all copies has nothing to be told.
BOOST_AUTO_TEST_CASE(a_retry_tells_who_has_a_copy_already) {
  Example e;
  e.outcome.copies = {Example::copy({}, Verdict::Discard), Example::copy({}, Verdict::Discard)};
  e.outcome.copies[0].sent_before = {"you@example.net"};
  BOOST_TEST(told(e) == std::string(kReceived) + "TRANSFER ROUTING you@example.net(got it in an earlier try)\n");
}

BOOST_AUTO_TEST_CASE(a_duplicate_names_the_earlier_arrival) {
  Example e;
  e.outcome.copies = {Example::copy({"you@example.net"})};
  e.outcome.copies[0].duplicates = {{"b@x", {"mx1.example.com", "4cXy0815", 0}}};
  BOOST_TEST(told(e) == std::string(kReceived) + "DUPLICATE AGENT b@x(has it by an earlier arrival)\n");
  BOOST_TEST(e.trail().events[1].custom_data == "S:Earlier=4cXy0815;S:Hub=mx1.example.com");
}

BOOST_AUTO_TEST_CASE(redirected) {
  Example e;
  e.outcome.rules = {rule("A")};
  e.outcome.copies = {Example::copy({"b@x", "deputy@x", "archive@x"})};
  e.outcome.copies[0].instead_of = {"you@example.net"};
  e.outcome.copies[0].redirected_to = {"deputy@x"};
  BOOST_TEST(told(e) == std::string(kReceived) +
                            "AGENTINFO AGENT you@example.net b@x related archive@x\n"
                            "REDIRECT AGENT deputy@x related you@example.net\n");
}

BOOST_AUTO_TEST_CASE(in_a_dry_run_nothing_became_of_it) {
  Example e;
  e.dry_run = true;
  e.outcome.rules = {rule("A")};
  e.outcome.copies = {Example::copy({"you@example.net", "new@x"}, Verdict::Reject, {550, "5.7.1", "no"})};
  BOOST_TEST(told(e) == std::string(kReceived) + "AGENTINFO AGENT you@example.net b@x\n");
  BOOST_TEST(e.trail().events[1].custom_data == "S:TRA=ETR|ruleId=A|mode=Audit");
}

BOOST_AUTO_TEST_CASE(texts_of_strangers_are_one_line_of_utf_8_and_bounded) {
  Example e;
  e.message.headers = {{"Subject", ' ' + std::string(2000, 'x')}, {"Message-ID", " <\x1b[2J\xff\xc2\x85>"}};
  e.message.envelope.recipients[0].address = "a\nb@x";
  BOOST_TEST(e.trail().subject == std::string(1000, 'x'));
  BOOST_TEST(e.trail().message_id == "< [2J\uFFFD >");
  BOOST_TEST(e.trail().events[0].recipients[0].address == "a b@x");
  e.message.headers = {{"Subject", ' ' + std::string(999, 'x') + "\u00fc"}};
  BOOST_TEST(e.trail().subject == std::string(999, 'x'));
}

BOOST_AUTO_TEST_CASE(weight_grows_with_what_is_in_it) {
  Example e;
  const std::size_t before = tracking::weight(e.trail());
  for (int i = 0; i < 100; ++i) e.message.envelope.recipients.push_back({std::string(100, 'a') + "@x", "", {}});
  BOOST_TEST(tracking::weight(e.trail()) > before + 10'000U);
}

BOOST_AUTO_TEST_SUITE_END()
