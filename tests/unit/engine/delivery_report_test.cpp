// Who is told what of recipients that a rule refused.
#include "engine/delivery_report.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;
using namespace waybill::engine;

namespace {

constexpr std::int64_t kNow = 1'767'225'600;  // 2026-01-01 00:00:00

message::Message mail(std::string sender = "anna@example.com") {
  message::Message out;
  out.envelope.sender = std::move(sender);
  out.headers = {{"From", " Anna <anna@example.com>"}, {"Subject", " a\n folded one"}};
  out.body = "secret text\r\n";
  return out;
}

RefusedRecipient refused(std::string address, std::vector<std::string> parameters = {}, std::string text = "No.") {
  return {{std::move(address), "", std::move(parameters)}, {550, "5.7.1", std::move(text)}};
}

std::string report(const message::Message& message, const std::vector<RefusedRecipient>& all,
                   const std::vector<std::string>& parameters = {}) {
  const auto out = delivery_report(message, parameters, all, {"mx.example.com", kNow});
  return out ? out->text : "none";
}

bool has(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_delivery_report)

BOOST_AUTO_TEST_CASE(all_of_it) {
  const std::string text =
      report(mail(), {refused("bob@example.net", {"ORCPT=rfc822;Bob+2BTag@example.net"})}, {"RET=HDRS", "ENVID=Q+2B1"});
  const std::size_t at = text.find("=_waybill_");
  const std::string mark = text.substr(at, 42);
  const std::string id = mark.substr(10);
  BOOST_TEST(text ==
             "Date: Thu, 1 Jan 2026 00:00:00 +0000\r\n"
             "From: Mail Delivery System <MAILER-DAEMON@mx.example.com>\r\n"
             "To: <anna@example.com>\r\n"
             "Subject: Undelivered Mail Returned to Sender\r\n"
             "Message-ID: <" +
                 id +
                 "@mx.example.com>\r\n"
                 "Auto-Submitted: auto-replied\r\n"
                 "MIME-Version: 1.0\r\n"
                 "Content-Type: multipart/report; report-type=delivery-status;\r\n"
                 " boundary=\"" +
                 mark +
                 "\"\r\n"
                 "\r\n"
                 "This is a report in the format of MIME.\r\n"
                 "\r\n--" +
                 mark +
                 "\r\n"
                 "Content-Type: text/plain; charset=utf-8\r\n"
                 "Content-Transfer-Encoding: quoted-printable\r\n"
                 "\r\n"
                 "This is the mail system at host mx.example.com.\r\n"
                 "\r\n"
                 "Your message was not delivered to the recipients below: a rule of this mail=\r\n"
                 " system\r\n"
                 "refused it. All other recipients are not concerned.\r\n"
                 "\r\n"
                 "<bob@example.net>:\r\n"
                 "    550 5.7.1 No.\r\n"
                 "\r\n--" +
                 mark +
                 "\r\n"
                 "Content-Type: message/delivery-status\r\n"
                 "Content-Transfer-Encoding: 7bit\r\n"
                 "\r\n"
                 "Reporting-MTA: dns; mx.example.com\r\n"
                 "Original-Envelope-Id: Q+1\r\n"
                 "Arrival-Date: Thu, 1 Jan 2026 00:00:00 +0000\r\n"
                 "\r\n"
                 "Original-Recipient: rfc822;Bob+Tag@example.net\r\n"
                 "Final-Recipient: rfc822; bob@example.net\r\n"
                 "Action: failed\r\n"
                 "Status: 5.7.1\r\n"
                 "Diagnostic-Code: smtp; 550 5.7.1 No.\r\n"
                 "\r\n--" +
                 mark +
                 "\r\n"
                 "Content-Type: text/rfc822-headers\r\n"
                 "Content-Transfer-Encoding: 7bit\r\n"
                 "\r\n"
                 "From: Anna <anna@example.com>\r\n"
                 "Subject: a\r\n"
                 " folded one\r\n"
                 "\r\n--" +
                 mark + "--\r\n");
}

BOOST_AUTO_TEST_CASE(nobody_is_told_who_does_not_want_to_know) {
  BOOST_TEST(report(mail(), {refused("b@y", {"NOTIFY=NEVER"})}) == "none");
  BOOST_TEST(report(mail(), {refused("b@y", {"notify=success,delay"})}) == "none");
  BOOST_TEST(report(mail(), {}) == "none");
  BOOST_TEST(report(mail(""), {refused("b@y")}) == "none");
  const std::string some =
      report(mail(), {refused("no@y", {"NOTIFY=NEVER"}), refused("yes@y", {"NOTIFY=DELAY,failure"})});
  BOOST_TEST(has(some, "rfc822; yes@y"));
  BOOST_TEST(!has(some, "no@y"));
}

BOOST_AUTO_TEST_CASE(it_goes_to_the_sender_from_nobody) {
  const auto out = delivery_report(mail("\xC3\xA4@x"), {}, {refused("b@y")}, {"mx", kNow});
  const message::Submission sent = submission(*out);
  BOOST_TEST(sent.sender == "");
  BOOST_REQUIRE(sent.recipients.size() == 1U);
  BOOST_TEST(sent.recipients[0].address == "\xC3\xA4@x");
  BOOST_TEST((sent.recipients[0].parameters == std::vector<std::string>{"NOTIFY=NEVER"}));
  BOOST_TEST((sent.parameters == std::vector<std::string>{"SMTPUTF8"}));
  BOOST_TEST((sent.pieces == std::vector<std::string_view>{out->text}));
  const auto plain = delivery_report(mail(), {"SMTPUTF8"}, {refused("b@y")}, {"mx", kNow});
  BOOST_TEST(submission(*plain).parameters.empty());
}

BOOST_AUTO_TEST_CASE(internationalized_addresses_have_their_own_types) {
  const std::string text = report(mail(), {refused("b\xC3\xB6"
                                                   "b@y",
                                                   {}, "N\xC3\xB6.")});
  BOOST_TEST(has(text, "message/global-delivery-status\r\nContent-Transfer-Encoding: quoted-printable\r\n"));
  BOOST_TEST(has(text, "Final-Recipient: utf-8; b=C3=B6b@y\r\n"));
  BOOST_TEST(has(text, "Diagnostic-Code: smtp; 550 5.7.1 N=C3=B6.\r\n"));
  BOOST_TEST(has(text, "message/global-headers\r\n"));
  BOOST_TEST(has(report(mail(), {refused("b@y")}, {"SMTPUTF8"}), "message/global-delivery-status\r\n"));
}

BOOST_AUTO_TEST_CASE(without_them_the_status_is_ascii) {
  const std::string text = report(mail(), {refused("b@y", {}, "N\xC3\xB6.")});
  BOOST_TEST(has(text, "message/delivery-status\r\n"));
  BOOST_TEST(has(text, "Diagnostic-Code: smtp; 550 5.7.1 N??.\r\n"));
  BOOST_TEST(has(text, "    550 5.7.1 N=C3=B6.\r\n"));
}

BOOST_AUTO_TEST_CASE(odd_headers_are_encoded) {
  message::Message message = mail();
  message.headers[1].value =
      " gr\xFC\xDF"
      "e";
  BOOST_TEST(
      has(report(message, {refused("b@y")}),
          "text/rfc822-headers\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nFrom: Anna <anna@example.com>\r\n"
          "Subject: gr=FC=DFe\r\n"));
  message.headers[1].value = ' ' + std::string(1000, 'x');
  BOOST_TEST(
      has(report(message, {refused("b@y")}), "text/rfc822-headers\r\nContent-Transfer-Encoding: quoted-printable\r\n"));
}

BOOST_AUTO_TEST_CASE(no_value_begins_a_line) {
  const std::string evil = "x\r\nStatus: 2.0.0\r\n\r\n";
  const std::string text =
      report(mail("a@x" + evil), {refused("b@y" + evil, {"ORCPT=rfc822;x+0D+0AStatus: 2.0.0"}, evil)},
             {"ENVID=+0D+0AStatus: 2.0.0"});
  BOOST_TEST(!has(text, "\nStatus: 2"));
}

BOOST_AUTO_TEST_CASE(dates) {
  for (const auto& [now, want] : {std::pair<std::int64_t, std::string>(0, "Thu, 1 Jan 1970 00:00:00 +0000"),
                                  {951'827'696, "Tue, 29 Feb 2000 12:34:56 +0000"},
                                  {4'102'444'799, "Thu, 31 Dec 2099 23:59:59 +0000"}}) {
    const auto out = delivery_report(mail(), {}, {refused("b@y")}, {"mx", now});
    BOOST_TEST(out->text.starts_with("Date: " + want + "\r\n"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
