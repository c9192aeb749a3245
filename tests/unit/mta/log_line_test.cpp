#include "mta/log_line.h"

#include <boost/test/unit_test.hpp>
#include <ostream>

using namespace waybill;

namespace {

// "ID for all", "ID for R"; "; " between them; "" for no proof.
std::string proofs(std::string_view program, std::string_view text) {
  std::string out;
  for (const mta::Proof& proof : mta::proofs_in({program, text})) {
    if (!out.empty()) out += "; ";
    out += proof.queue_id + " for " + (proof.recipient.empty() ? "all" : proof.recipient);
  }
  return out;
}

std::string parsed(std::string_view line) {
  const auto out = mta::parse_log_line(line);
  return out ? std::string(out->program) + '|' + std::string(out->text) : "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mta_log_line)

BOOST_AUTO_TEST_CASE(lines_of_files) {
  BOOST_TEST(parsed("Nov 26 18:03:52 mx postfix/qmgr[810]: A: b: c") == "postfix/qmgr|A: b: c");
  BOOST_TEST(parsed("Nov  6 18:03:52 mx.example.com sm-mta: text") == "sm-mta|text");
  BOOST_TEST(parsed("2026-11-26T18:03:52.123456+01:00 mx postfix-out/smtp[1]: x") == "postfix-out/smtp|x");
  BOOST_TEST(parsed("2026-11-26T18:03:52Z fe80::1 sendmail[1]: x") == "sendmail|x");
  BOOST_TEST(parsed("<22>Nov 26 18:03:52 mx postfix/smtp[1]: x") == "postfix/smtp|x");
  BOOST_TEST(parsed("<22>1 2026-11-26T18:03:52.123456+01:00 mx postfix/smtp 12 - - A: b") == "postfix/smtp|A: b");
  BOOST_TEST(parsed("<22>1 2026-11-26T18:03:52Z mx sm-mta - - - x") == "sm-mta|x");
  for (const char* line :
       {"", "<", "<22>", "<22Nov 26 18:03:52 mx sendmail[1]: a", "<22>1 2026-11-26T18:03:52Z mx sendmail[1]: a",
        "<22>1 2026-11-26T18:03:52Z mx sendmail 1 - a", "Nov", "Nov 26 18:03:52 ", "Nov 26 18:03:52 mx",
        "Nov 26 18:03:52 mx sendmail[1]", "Nov 26 18:03:52 mx sendmail[x]: a", "Nov 26 18:03:52 mx sendmail[1: a",
        "Nov 26 18:03:52 mx last message repeated 2 times", "26 18:03:52 mx sendmail[1]: a", "Nov 26 mx sendmail[1]: a",
        " Nov 26 18:03:52 mx sendmail[1]: a", "2026 mx sendmail[1]: a", "Nov 26 18:03:52 mx : a", "\xFF"}) {
    BOOST_TEST(parsed(line) == "", line);
  }
}

// It names no recipients: a filter behind us may have refused some.
BOOST_AUTO_TEST_CASE(what_is_queued_is_not_proven) {
  for (const char* program : {"postfix/qmgr", "postfix/smtp"}) {
    BOOST_TEST(proofs(program, "C0614114186: from=<a@example.com>, size=316, nrcpt=3 (queue active)") == "", program);
  }
}

BOOST_AUTO_TEST_CASE(postfix_has_delivered) {
  const std::string id = "C0614114186: ";
  const std::string rest =
      "relay=mx[192.0.2.1]:25, delay=0.06, delays=0.01/0.02/0.01/0.02, dsn=2.0.0, status=sent (250 ok)";
  BOOST_TEST(proofs("postfix/smtp", id + "to=<You@example.net>, " + rest) == "C0614114186 for You@example.net");
  BOOST_TEST(proofs("postfix/relay/smtp", id + "to=<a@b.example>, " + rest) == "C0614114186 for a@b.example");
  BOOST_TEST(proofs("postfix/lmtp", id + "to=<a@b.example>, orig_to=<c@d.example>, " + rest) ==
             "C0614114186 for a@b.example; C0614114186 for c@d.example");
  BOOST_TEST(proofs("postfix/local", id + "to=<a@b.example>, orig_to=<root>, relay=local, delay=0.1, delays=0/0/0/0.1, "
                                          "dsn=2.0.0, status=sent (delivered to command: /usr/bin/procmail)") ==
             "C0614114186 for a@b.example; C0614114186 for root");
  BOOST_TEST(
      proofs("postfix/smtp", id + "to=<a@b.example>, relay=mx[192.0.2.1]:25, conn_use=2, delay=1, delays=1/0/0/0, "
                                  "dsn=2.6.0, status=sent (250 2.6.0 <x@y> queued)") == "C0614114186 for a@b.example");
  BOOST_TEST(proofs("postfix/smtp",  // 3.11
                    id + "to=<a@b.example>, relay=mx[192.0.2.1]:25, delay=1, delays=1/0/0/0, tls=encrypt/(requiretls), "
                         "dsn=2.0.0, status=sent (250 ok)") == "C0614114186 for a@b.example");
  BOOST_TEST(proofs("postfix/smtp", id + R"-(to=<"x y>, status=sent ("@example.net>, )-" + rest) ==
             R"-(C0614114186 for "x y>, status=sent ("@example.net)-");
  for (const char* begin : {"C06: ", "C0614114186 : ", "warning: C0614114186: ", "x C0614114186: ", ""}) {
    BOOST_TEST(proofs("postfix/smtp", begin + ("to=<a@b.example>, " + rest)) == "", begin);
  }
  for (const char* program : {"smtp", "logger", "postfix/smtpx", "sendmail"}) {
    BOOST_TEST(proofs(program, id + "to=<a@b.example>, " + rest) == "", program);
  }
  BOOST_TEST(proofs("postfix/smtpd", id + "to=<a@b.example>, " + rest) == "");
  BOOST_TEST(proofs("postfix/error", id + "to=<a@b.example>, " + rest) == "");
}

BOOST_AUTO_TEST_CASE(what_postfix_has_not_delivered) {
  BOOST_TEST(proofs("postfix/local",
                    "C0614114186: to=<a@b.example>, relay=local, delay=1, delays=1/0/0/0, dsn=2.0.0, "
                    "status=sent (forwarded as D0614114186)") == "");
  const std::string relay = "relay=mx[192.0.2.1]:25, delay=1, delays=1/0/0/0, ";
  const std::string deferred = "dsn=4.7.1, status=deferred (said: 451 a, dsn=2.0.0, status=sent (250 ok))";
  for (const std::string& rest :
       {"to=<a@b.example>, " + relay + deferred, "to=<a@b.example>, " + relay + "dsn=5.7.1, status=bounced (no)",
        "to=<a@b.example>, " + relay + "dsn=4.7.1, status=sent (250 ok)",
        "to=<a@b.example>, " + relay + "dsn=2.1.5, status=deliverable (250 ok)",
        "to=<a@b.example>, " + relay + "dsn=2.0.0, status=sent",
        R"-(to=<"a>, relay=x, dsn=2.0.0, status=sent (b"@c.example>, )-" + relay + deferred,
        R"-(to=<"a\">, relay=x, dsn=2.0.0, status=sent (b"@c.example>, )-" + relay + deferred,
        std::string("to=<a@b.example"), std::string("to=<\"a"), std::string("to=<\"a\\"), std::string("to=")}) {
    BOOST_TEST(proofs("postfix/smtp", "C0614114186: " + rest) == "", rest);
  }
}

BOOST_AUTO_TEST_CASE(sendmail_has_it) {
  const std::string id = "6AQICQqk001226: ";
  const std::string mailer =
      "delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=60071, relay=[127.0.0.1] [127.0.0.1], ";
  const std::string sent = mailer + "dsn=2.0.0, stat=Sent (2.0.0 kept as ABC: to=<z@z>, stat=Sent (ok))";
  BOOST_TEST(proofs("sendmail", id + "to=<b@example.net>,<You@example.net>, " + sent) ==
             "6AQICQqk001226 for b@example.net; 6AQICQqk001226 for You@example.net");
  BOOST_TEST(proofs("sm-mta", id + "to=<b@example.net>, [more], " + sent) == "6AQICQqk001226 for b@example.net");
  BOOST_TEST(proofs("sm-mta", id + R"-(to=<"to=<b@c>, stat=Sent"@example.net>, )-" + sent) ==
             R"-(6AQICQqk001226 for "to=<b@c>, stat=Sent"@example.net)-");
  BOOST_TEST(proofs("sm-mta", id + "to=<games@example.com>, ctladdr=<games@example.com> (5/60), delay=00:00:01, "
                                   "xdelay=00:00:00, mailer=local, pri=30302, dsn=2.0.0, stat=Sent") ==
             "6AQICQqk001226 for games@example.com");
}

BOOST_AUTO_TEST_CASE(sendmail_names_no_recipient_behind_an_alias) {
  const std::string sent =
      "delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=60071, relay=x. [127.0.0.1], dsn=2.0.0, stat=Sent (ok)";
  BOOST_TEST(proofs("sm-mta", "6AQICQmm001232: to=<other@example.net>,first@example.net,second@example.net, " + sent) ==
             "6AQICQmm001232 for other@example.net");
  BOOST_TEST(proofs("sm-mta", "6AQICQmm001232: to=first@example.net, " + sent) == "");
  BOOST_TEST(proofs("sm-mta",
                    "6AQICQmm001232: to=/dev/null, ctladdr=<both@example.com> (1/0), delay=00:00:00, "
                    "xdelay=00:00:00, mailer=*file*, pri=30304, dsn=2.0.0, stat=Sent") == "");
  BOOST_TEST(proofs("sm-mta", R"-(6AQICQmm001232: to="|/bin/true <a@b.example>", )-" + sent) == "");
}

BOOST_AUTO_TEST_CASE(what_sendmail_has_not) {
  const std::string mailer = "to=<b@example.net>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=60071, ";
  for (const std::string& rest :
       {mailer + "stat=queued",
        mailer + "relay=[127.0.0.1], dsn=5.1.1, reply=550 5.7.1 to=<a@b>, stat=Sent, stat=User unknown",
        mailer + "quarantine=held, dsn=2.0.0, stat=Sent, stat=quarantined",
        mailer + "dsn=2.0.0, reply=550 x, stat=Sent", mailer + "dsn=4.0.0, stat=Sent",
        mailer + "dsn=2.0.0, stat=Deferred", mailer + "dsn=4.4.1, stat=Deferred: Connection refused by x",
        mailer + "dsn=4.3.0, reply=451 4.7.1 <x>, stat=Sent, stat=Deferred: 451 4.7.1 <x>, stat=Sent",
        // Refused by a filter, with a text of its choice.
        std::string("to=<b@example.net>, delay=00:00:00, pri=90073, stat=no"),
        std::string("to=<b@example.net>, delay=00:00:00, pri=90073, stat=Sent"),
        std::string("to=<b@example.net>, delay=00:00:00, pri=90073, stat=x, dsn=2.0.0, stat=Sent"),
        std::string("from=<a@example.com>, size=71, class=0, nrcpts=2, msgid=<1@x>, stat=Sent"),
        std::string("6AQICQeC001237: to=<b@example.net>, mailer=x, dsn=2.0.0, stat=Sent"), std::string("to=,"),
        std::string("to=<b@example.net>,"),
        std::string("to=<b@example.net>, ctladdr=<b> (x/1), dsn=2.0.0, stat=Sent")}) {
    BOOST_TEST(proofs("sm-mta", "6AQICQqk001226: " + rest) == "", rest);
  }
}

BOOST_AUTO_TEST_SUITE_END()
