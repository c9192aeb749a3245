// What is missing in a sendmail.mc, where it has to stand, and nothing more.
#include "mta/sendmail_setup.h"

#include <boost/test/unit_test.hpp>
#include <string>

#include "base/text.h"

using namespace waybill::mta;

namespace {

const std::string kFile = "/etc/mail/sendmail.mc";
const std::string kOurs =
    "INPUT_MAIL_FILTER(`waybill', `S=unix:/run/waybill/waybill.sock, F=T, T=C:1m;S:1m;R:1m;E:5m')dnl\n";
const std::string kSigner = "INPUT_MAIL_FILTER(`opendkim', `S=inet:8891@127.0.0.1')dnl\n";
const std::string kPort = "DAEMON_OPTIONS(`Name=waybill, Family=inet, Addr=127.0.0.1, Port=10026')dnl\n";
const Wish kWish{"unix:/run/waybill/waybill.sock"};
const Wish kWithCopies{"unix:/run/waybill/waybill.sock", "127.0.0.1:10026"};

// As m4 sees a text in which each call stands on a line of its own, and MAIL_FILTER is not used.
Sendmail read(const std::string& text) {
  Sendmail out{kFile, text, {}, {}, {}};
  std::size_t number = 0;
  for (const std::string_view line : waybill::base::split(text, '\n')) {
    ++number;
    if (line.empty() || line.starts_with("dnl")) continue;
    const std::string trace = "m4trace:" + kFile + ':' + std::to_string(number) + ": -1- " + std::string(line);
    out.calls.push_back(parse_trace(trace).front());
    const MacroCall& call = out.calls.back();
    if (call.name == "INPUT_MAIL_FILTER") out.filters.push_back(call.arguments.at(0));
    if (call.name == "DAEMON_OPTIONS") out.daemons.push_back(call.arguments.at(0));
  }
  if (out.daemons.empty()) out.daemons = {"Name=MTA", "Port=587, Name=MSA, M=E"};
  return out;
}

// The text after the steps; they must be all that was missing.
std::string changed(const std::string& text, const Wish& wish = kWish) {
  const SendmailPlan plan = plan_sendmail(read(text), wish);
  BOOST_TEST(plan.problems.empty());
  const std::string out = changed_text(text, plan);
  BOOST_TEST(plan_sendmail(read(out), wish).steps.empty());
  return out;
}

std::string problem(const Sendmail& sendmail, const Wish& wish = kWish) {
  const SendmailPlan plan = plan_sendmail(sendmail, wish);
  BOOST_TEST_REQUIRE(plan.problems.size() == 1U);
  return plan.problems[0];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mta_sendmail_setup)

BOOST_AUTO_TEST_CASE(before_the_mailers_and_what_is_said_of_them) {
  BOOST_TEST(changed("FEATURE(`x')\ndnl mailers\nMAILER(`smtp')dnl\n") ==
             "FEATURE(`x')\n" + kOurs + "dnl mailers\nMAILER(`smtp')dnl\n");
  BOOST_TEST(changed("FEATURE(`x')dnl") == "FEATURE(`x')dnl\n" + kOurs);
}

BOOST_AUTO_TEST_CASE(first_of_all_filters) {
  BOOST_TEST(changed(kSigner + "MAILER(`smtp')\n") == kOurs + kSigner + "MAILER(`smtp')\n");
  BOOST_TEST(changed("MAILER(`smtp')\n" + kSigner) == "MAILER(`smtp')\n" + kOurs + kSigner);
  BOOST_TEST(changed("dnl 1\n" + kSigner + "dnl 3\n" + kOurs + "dnl 5\n") ==
             "dnl 1\n" + kOurs + kSigner + "dnl 3\ndnl 5\n");
  BOOST_TEST(changed(kOurs + kSigner) == kOurs + kSigner);
}

BOOST_AUTO_TEST_CASE(before_a_file_that_brings_filters) {
  Sendmail sendmail = read("OSTYPE(`debian')\ninclude(`/etc/mail/m4/opendkim.m4')\nMAILER(`smtp')\n");
  sendmail.calls.insert(sendmail.calls.begin() + 2, {"INPUT_MAIL_FILTER", {"opendkim", "S=x"}, "/etc/mail/m4/x.m4", 7});
  sendmail.filters = {"opendkim"};
  BOOST_TEST(changed_text(sendmail.text, plan_sendmail(sendmail, kWish)) ==
             "OSTYPE(`debian')\n" + kOurs + "include(`/etc/mail/m4/opendkim.m4')\nMAILER(`smtp')\n");
}

BOOST_AUTO_TEST_CASE(what_lets_mail_pass_or_breaks_it) {
  const auto with = [](const std::string& equates) { return "INPUT_MAIL_FILTER(`waybill', `" + equates + "')dnl\n"; };
  for (const char* good : {"S=unix:/run/waybill/waybill.sock, F=T", "F=4,S=local:/run/waybill/waybill.sock",
                           "S=/run/waybill/waybill.sock, F=T, T=S:10s;E:1m"}) {
    BOOST_TEST(changed(with(good)) == with(good));
  }
  for (const char* bad : {"S=unix:/run/waybill/waybill.sock", "S=unix:/run/waybill/waybill.sock, F=R",
                          "S=unix:/run/elsewhere.sock, F=T", "S=unix:/run/waybill/waybill.sock, F=T, T=C:5m;E:59s"}) {
    BOOST_TEST(changed("dnl a\n" + with(bad) + "dnl b\n") == "dnl a\n" + kOurs + "dnl b\n");
  }
}

BOOST_AUTO_TEST_CASE(another_name_stays) {
  const std::string text = "INPUT_MAIL_FILTER(`rules', `S=local:/run/waybill/waybill.sock, F=T')dnl\n";
  BOOST_TEST(changed(text) == text);
}

BOOST_AUTO_TEST_CASE(time_for_directory_and_copies) {
  const Wish wish{"inet:8890@127.0.0.1", "", std::chrono::seconds(400)};
  BOOST_TEST(changed("", wish) ==
             "INPUT_MAIL_FILTER(`waybill', `S=inet:8890@127.0.0.1, F=T, T=C:1m;S:1m;R:1m;E:400s')dnl\n");
}

BOOST_AUTO_TEST_CASE(what_needs_a_hand) {
  Sendmail by_hand = read("MAIL_FILTER(`opendkim', `S=x')\n");
  by_hand.filters = {"opendkim"};
  BOOST_TEST(problem(by_hand).starts_with(kFile + " lists the filters itself (confINPUT_MAIL_FILTERS)"));
  BOOST_TEST(problem(by_hand).ends_with(kOurs.substr(6, kOurs.size() - 7)));

  Sendmail included = read("include(`x.m4')\n");
  included.calls.push_back({"INPUT_MAIL_FILTER", {"waybill", "S=unix:/run/waybill/waybill.sock"}, "x.m4", 3});
  included.filters = {"waybill"};
  BOOST_TEST(problem(included).starts_with("x.m4:3: write so that mail waits while it is down (F=T)\n"));

  BOOST_TEST(
      problem(read(kOurs), {kWish.milter, "unix:/run/sendmail.sock"}).starts_with("Sendmail takes no mail at a"));
}

BOOST_AUTO_TEST_CASE(a_port_for_copies) {
  const std::string two = "DAEMON_OPTIONS(`Name=MTA, Addr=127.0.0.1')dnl (see below\n" +
                          std::string("DAEMON_OPTIONS(`Name=MSA, Port=submission')dnl\n");
  BOOST_TEST(changed(two + kOurs, kWithCopies) == two + kPort + kOurs);
  BOOST_TEST(changed(two + kPort + kOurs, kWithCopies) == two + kPort + kOurs);
  Sendmail in_two_lines = read(kOurs);
  in_two_lines.text = "DAEMON_OPTIONS(`Name=MTA,\n  Port=smtp')dnl\nMAILER(`smtp')dnl\n";
  in_two_lines.calls.push_back({"DAEMON_OPTIONS", {"Name=MTA,\n  Port=smtp"}, kFile, 1});
  BOOST_TEST(changed_text(in_two_lines.text, plan_sendmail(in_two_lines, kWithCopies)) ==
             "DAEMON_OPTIONS(`Name=MTA,\n  Port=smtp')dnl\n" + kPort + "MAILER(`smtp')dnl\n");
  BOOST_TEST(changed(two + kOurs, {kWish.milter, "[::1]:10026"}) ==
             two + "DAEMON_OPTIONS(`Name=waybill, Family=inet6, Addr=::1, Port=10026')dnl\n" + kOurs);
}

BOOST_AUTO_TEST_CASE(the_usual_ports_stay_when_the_first_is_named) {
  BOOST_TEST(changed("MAILER(`smtp')\n", kWithCopies) ==
             kOurs + "DAEMON_OPTIONS(`Name=MTA')dnl\n" + kPort + "MAILER(`smtp')\n");
}

BOOST_AUTO_TEST_CASE(ports_with_filters_of_their_own_are_told) {
  const auto notes = [](const std::string& options) {
    return plan_sendmail(read("DAEMON_OPTIONS(`Name=A" + options + "')dnl\n" + kOurs), kWish).notes;
  };
  BOOST_TEST(notes(", InputMailFilters=opendkim;waybill").empty());
  BOOST_TEST(notes("").empty());
  for (const char* list : {"", "opendkim"}) {
    const auto told = notes(std::string(", InputMailFilters=") + list);
    BOOST_TEST_REQUIRE(told.size() == 1U);
    BOOST_TEST(told[0].starts_with("the port A has filters of its own"));
  }
  const std::string copies = "DAEMON_OPTIONS(`Name=B, Port=10026, InputMailFilters=')dnl\n" + kOurs;
  BOOST_TEST(plan_sendmail(read(copies), kWithCopies).notes.at(0).ends_with("copies keep the mark of Waybill"));
}

BOOST_AUTO_TEST_CASE(mail_of_this_host_that_counts_as_from_outside_is_told) {
  BOOST_TEST(plan_sendmail(read(kOurs), {kWish.milter, "", kWish.patience, false}).notes.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_m4_says) {
  const auto calls = parse_trace(
      "m4:x.mc:1: Warning: something\n"
      "m4trace:x.mc:7: -1- DAEMON_OPTIONS(`Name=A, `Port'=5,\n  M=E', `')\n"
      "m4trace:/etc/a:b.m4:12: -2- MAILER_DEFINITIONS\nm4: other\n");
  BOOST_TEST_REQUIRE(calls.size() == 2U);
  BOOST_TEST(calls[0].file == "x.mc");
  BOOST_TEST(calls[0].line == 7U);
  BOOST_TEST(calls[0].arguments == (std::vector<std::string>{"Name=A, `Port'=5,\n  M=E", ""}),
             boost::test_tools::per_element());
  BOOST_TEST(calls[1].name == "MAILER_DEFINITIONS");
  BOOST_TEST(calls[1].file == "/etc/a:b.m4");
  BOOST_TEST(calls[1].arguments.empty());
}

BOOST_AUTO_TEST_CASE(intervals) {
  BOOST_TEST(read_interval("300s").count() == 300);
  BOOST_TEST(read_interval("90").count() == 90);
  BOOST_TEST(read_interval("1h30m").count() == 5400);
  BOOST_TEST(read_interval("1d").count() == 86400);
  BOOST_TEST(read_interval("").count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
