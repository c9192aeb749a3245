// The commands of a transaction, and messages that a server cannot take.
#include "smtp/commands.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;
using namespace waybill::smtp;
using message::Recipient;
using message::Submission;

namespace {

Capabilities all() {
  Capabilities out;
  out.pipelining = out.dsn = out.eight_bit_mime = out.smtputf8 = out.size = true;
  out.most_bytes = 1000;
  out.xforward = {"NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE"};
  return out;
}

std::string refused(const Submission& submission, const Survey& survey, const Capabilities& server) {
  const auto reply = refusal(submission, survey, server);
  return reply ? to_string(*reply).substr(0, 9) : "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(smtp_commands)

BOOST_AUTO_TEST_CASE(what_dsn_says_is_carried_over) {
  const Submission submission{"a@x", {"RET=HDRS", "envid=QQ314159", "BODY=7BIT", "SIZE=1", "AUTH=<>"}};
  BOOST_TEST(mail_command(submission, {7, false}, all()) == "MAIL FROM:<a@x> SIZE=7 RET=HDRS envid=QQ314159");
  const Recipient recipient{"b@y", "<b@y>", {"NOTIFY=SUCCESS,FAILURE", "ORCPT=rfc822;b+2Bc@y", "X=y"}};
  BOOST_TEST(rcpt_command(recipient, all()) == "RCPT TO:<b@y> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;b+2Bc@y");
  BOOST_TEST(lost_options(submission, all()) == "");
}

BOOST_AUTO_TEST_CASE(without_dsn_it_is_lost_and_that_is_said) {
  Capabilities server = all();
  server.dsn = false;
  const Submission submission{"a@x", {"RET=HDRS"}, {{"b@y", "", {}}}};
  BOOST_TEST(mail_command(submission, {7, false}, server) == "MAIL FROM:<a@x> SIZE=7");
  BOOST_TEST(lost_options(submission, server) ==
             "the server does not offer DSN: RET, ENVID, NOTIFY and ORCPT are not carried over");
  BOOST_TEST(lost_options({"a@x", {}, {{"b@y", "", {"NOTIFY=NEVER"}}}}, server) != "");
  BOOST_TEST(lost_options({"a@x", {"BODY=8BITMIME"}, {{"b@y", "", {}}}}, server) == "");
}

BOOST_AUTO_TEST_CASE(body_and_size_are_what_the_message_is) {
  BOOST_TEST(mail_command({"", {"BODY=7BIT"}}, {12, true}, all()) == "MAIL FROM:<> SIZE=12 BODY=8BITMIME");
  Capabilities server = all();
  server.size = false;
  BOOST_TEST(mail_command({"", {"BODY=8BITMIME"}}, {12, false}, server) == "MAIL FROM:<>");
}

BOOST_AUTO_TEST_CASE(smtputf8_when_asked_for_or_needed) {
  BOOST_TEST(mail_command({"a@x", {"SMTPUTF8"}}, {1, false}, all()) == "MAIL FROM:<a@x> SIZE=1 SMTPUTF8");
  BOOST_TEST(mail_command({"\xC3\xA4@x"}, {1, false}, all()) == "MAIL FROM:<\xC3\xA4@x> SIZE=1 SMTPUTF8");
  BOOST_TEST(mail_command({"a@x", {}, {{"\xC3\xB6@y", "", {}}}}, {1, false}, all()).ends_with(" SMTPUTF8"));
  Capabilities server = all();
  server.smtputf8 = false;
  BOOST_TEST(refused({"a@x", {"SMTPUTF8"}}, {1, false}, server) == "553 5.6.7");
  BOOST_TEST(refused({"a@x", {}, {{"\xC3\xB6@y", "", {}}}}, {1, false}, server) == "553 5.6.7");
  BOOST_TEST(refused({"a@x"}, {1, false}, server) == "");
}

BOOST_AUTO_TEST_CASE(size_and_eight_bits_that_a_server_does_not_take) {
  Capabilities server = all();
  BOOST_TEST(refused({"a@x"}, {1000, true}, server) == "");
  BOOST_TEST(refused({"a@x"}, {1001, true}, server) == "552 5.3.4");
  server.most_bytes = 0;
  BOOST_TEST(refused({"a@x"}, {1001, true}, server) == "");
  server.eight_bit_mime = false;
  BOOST_TEST(refused({"a@x"}, {1, true}, server) == "451 4.6.3");
  BOOST_TEST(refused({"a@x"}, {1, false}, server) == "");
}

BOOST_AUTO_TEST_CASE(no_address_can_end_its_command) {
  for (const char* address : {"a@x>\r\nRCPT TO:<c@z", "a@x\nb", "a@x> NOTIFY=NEVER", "a b@x", "<a@x", "\"a@x",
                              "a\x7F@x", "\"a\\", "\"a\"\\", "\xFF@x", ""}) {
    BOOST_TEST(refusal(Recipient{address, "", {}}).has_value(), address);
    if (*address != '\0') BOOST_TEST(refused({address}, {1, false}, all()) == "553 5.1.7", address);
  }
  for (const char* address : {"a@x", "\"a b\"@x", "\"a>b\"@x", "\"a\\\"> b\"@x", "postmaster", "a+b=c@x"}) {
    BOOST_TEST(!refusal(Recipient{address, "", {}}).has_value(), address);
  }
  BOOST_TEST(refusal(Recipient{std::string(901, 'a'), "", {}}).has_value());
  BOOST_TEST(!refusal(Recipient{std::string(900, 'a'), "", {}}).has_value());
}

BOOST_AUTO_TEST_CASE(no_parameter_can_add_another_one) {
  const Submission submission{"a@x", {"ENVID=1 BODY=X", "RET=HDRS\r\nQUIT", "ENVIDX=1", "RET"}, {}};
  BOOST_TEST(mail_command(submission, {1, false}, all()) == "MAIL FROM:<a@x> SIZE=1 RET");
  BOOST_TEST(lost_options(submission, all()) == "options of MAIL or RCPT that are no SMTP are not carried over");
}

BOOST_AUTO_TEST_CASE(xforward_tells_where_the_message_came_from) {
  const message::Origin origin{"client.example.com", "2001:db8::1", "", "ESMTP", "he lo", "4Abc"};
  const std::vector<std::string> want = {"XFORWARD NAME=client.example.com",
                                         "XFORWARD ADDR=IPV6:2001:db8::1",
                                         "XFORWARD PROTO=ESMTP",
                                         "XFORWARD HELO=he+20lo",
                                         "XFORWARD IDENT=4Abc",
                                         "XFORWARD SOURCE=REMOTE"};
  BOOST_TEST((xforward_commands(origin, all()) == want));
  Capabilities server = all();
  server.xforward = {"ADDR", "FOO"};
  BOOST_TEST((xforward_commands({"", "192.0.2.1"}, server) == std::vector<std::string>{"XFORWARD ADDR=192.0.2.1"}));
  BOOST_TEST((xforward_commands({std::string(256, 'x')}, all()) == std::vector<std::string>{"XFORWARD SOURCE=REMOTE"}));
  server.xforward.clear();
  BOOST_TEST(xforward_commands(origin, server).empty());
}

BOOST_AUTO_TEST_CASE(xtext_of_rfc_3461) {
  BOOST_TEST(xtext("a+b=c d\r\n\xC3\xA9~!") == "a+2Bb+3Dc+20d+0D+0A+C3+A9~!");
  BOOST_TEST(xtext("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
