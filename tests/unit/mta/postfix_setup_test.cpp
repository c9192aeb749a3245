// What is missing in a Postfix, and nothing more.
#include "mta/postfix_setup.h"

#include <boost/test/unit_test.hpp>
#include <string>

#include "mta/program.h"

using namespace waybill::mta;

namespace {

// One that has nothing of Waybill; Debian's services without the chroots.
Postfix plain() {
  Postfix out;
  out.parameters = {
      {"milter_content_timeout", "300s"}, {"milter_default_action", "tempfail"},     {"milter_protocol", "6"},
      {"non_smtpd_milters", ""},          {"queue_directory", "/var/spool/postfix"}, {"smtpd_milters", ""}};
  out.services = {{"smtp/inet", "smtpd"}, {"cleanup/unix", "cleanup"}, {"smtp/unix", "smtp", true}};
  return out;
}

const std::string kOurs = "unix:/run/waybill/waybill.sock";

std::string told(const PostfixPlan& plan) {
  std::string out;
  for (const auto& step : plan.steps) out += shell_form(step.change.arguments) + '\n';
  return out;
}

std::string steps(const Postfix& postfix, const Wish& wish = {kOurs}) { return told(plan_postfix(postfix, wish)); }

// Only smtpd_milters is of interest.
std::string milters(const std::string& before, const Wish& wish = {kOurs}) {
  Postfix postfix = plain();
  postfix.parameters["smtpd_milters"] = before;
  postfix.parameters["non_smtpd_milters"] = wish.milter;
  return steps(postfix, wish);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mta_postfix_setup)

BOOST_AUTO_TEST_CASE(both_lists_of_milters) {
  BOOST_TEST(steps(plain()) ==
             "-e 'smtpd_milters = unix:/run/waybill/waybill.sock'\n"
             "-e 'non_smtpd_milters = unix:/run/waybill/waybill.sock'\n");
}

BOOST_AUTO_TEST_CASE(first_of_all_milters) {
  BOOST_TEST(milters("inet:localhost:8891 unix:/run/rspamd") ==
             "-e 'smtpd_milters = unix:/run/waybill/waybill.sock, inet:localhost:8891, unix:/run/rspamd'\n");
  BOOST_TEST(milters("inet:localhost:8891,unix:/run/waybill/waybill.sock") ==
             "-e 'smtpd_milters = unix:/run/waybill/waybill.sock, inet:localhost:8891'\n");
  BOOST_TEST(milters(kOurs + ", inet:localhost:8891").empty());
}

BOOST_AUTO_TEST_CASE(a_milter_with_settings_of_its_own_keeps_them) {
  const std::string ours = "{ unix:/run/waybill/waybill.sock, connect_timeout=3s }";
  BOOST_TEST(milters(ours).empty());
  BOOST_TEST(milters("inet:a:1 " + ours) == "-e 'smtpd_milters = " + ours + ", inet:a:1'\n");
  BOOST_TEST(milters("{ inet:a:1, default_action=accept }") ==
             "-e 'smtpd_milters = unix:/run/waybill/waybill.sock, { inet:a:1, default_action=accept }'\n");
}

BOOST_AUTO_TEST_CASE(a_socket_below_the_queue_folder_is_right_in_a_chroot) {
  Postfix postfix = plain();
  postfix.services[0].is_chrooted = true;
  const Wish wish{"unix:/var/spool/postfix/waybill/waybill.sock"};
  BOOST_TEST(steps(postfix, wish) ==
             "-e 'smtpd_milters = unix:waybill/waybill.sock'\n"
             "-e 'non_smtpd_milters = unix:waybill/waybill.sock'\n");
  postfix.parameters["smtpd_milters"] = postfix.parameters["non_smtpd_milters"] = wish.milter;
  BOOST_TEST(steps(postfix, wish).empty());
}

BOOST_AUTO_TEST_CASE(a_socket_out_of_reach_is_a_problem) {
  for (const std::size_t service : {0U, 1U}) {
    Postfix postfix = plain();
    postfix.services[service].is_chrooted = true;
    const PostfixPlan plan = plan_postfix(postfix, {kOurs});
    BOOST_TEST(plan.steps.empty());
    BOOST_TEST_REQUIRE(plan.problems.size() == 1U);
    BOOST_TEST(plan.problems[0].starts_with(postfix.services[service].name + " run in a chroot"));
    BOOST_TEST(plan.problems[0].find("socket = \"unix:/var/spool/postfix/waybill/waybill.sock\"") != std::string::npos);
    BOOST_TEST(plan_postfix(postfix, {"inet:127.0.0.1:8890"}).problems.empty());
  }
}

BOOST_AUTO_TEST_CASE(what_lets_mail_pass_or_breaks_it) {
  Postfix postfix = plain();
  postfix.parameters["smtpd_milters"] = postfix.parameters["non_smtpd_milters"] = kOurs;
  BOOST_TEST(steps(postfix).empty());
  postfix.parameters["milter_default_action"] = "shutdown";  // the default of Postfix 3.11: mail waits, too
  BOOST_TEST(steps(postfix).empty());
  postfix.parameters["milter_default_action"] = "accept";
  postfix.parameters["milter_protocol"] = "2";
  postfix.parameters["milter_content_timeout"] = "30";
  BOOST_TEST(steps(postfix) ==
             "-e 'milter_default_action = tempfail'\n-e 'milter_protocol = 6'\n"
             "-e 'milter_content_timeout = 60s'\n");
  for (const char* enough : {"60s", "1m", "1h", "1d", "60"}) {
    postfix = plain();
    postfix.parameters["smtpd_milters"] = postfix.parameters["non_smtpd_milters"] = kOurs;
    postfix.parameters["milter_content_timeout"] = enough;
    BOOST_TEST(steps(postfix).empty(), enough);
  }
}

BOOST_AUTO_TEST_CASE(services_with_milters_of_their_own) {
  Postfix postfix = plain();
  postfix.parameters["smtpd_milters"] = postfix.parameters["non_smtpd_milters"] = kOurs;
  postfix.services.push_back({"submission/inet", "smtpd", false, {{"smtpd_milters", "inet:a:1"}}});
  postfix.services.push_back({"127.0.0.1:10025/inet", "smtpd", false, {{"smtpd_milters", ""}}});
  const PostfixPlan plan = plan_postfix(postfix, {kOurs});
  BOOST_TEST(told(plan) == "-P submission/inet/smtpd_milters=unix:/run/waybill/waybill.sock,inet:a:1\n");
  BOOST_TEST_REQUIRE(plan.notes.size() == 1U);
  BOOST_TEST(plan.notes[0].starts_with("127.0.0.1:10025/inet has no milters"));
}

BOOST_AUTO_TEST_CASE(a_port_for_copies) {
  Postfix postfix = plain();
  postfix.parameters["smtpd_milters"] = kOurs + " inet:localhost:8891";
  postfix.parameters["non_smtpd_milters"] = kOurs;
  const Wish wish{kOurs, "127.0.0.1:10026"};
  BOOST_TEST(steps(postfix, wish) ==
             "-M '127.0.0.1:10026/inet=127.0.0.1:10026 inet n - n - - smtpd'\n"
             "-P 127.0.0.1:10026/inet/smtpd_milters=unix:/run/waybill/waybill.sock,inet:localhost:8891\n"
             "-P 127.0.0.1:10026/inet/mynetworks=127.0.0.0/8\n"
             "-P 127.0.0.1:10026/inet/smtpd_recipient_restrictions=permit_mynetworks,reject\n"
             "-P 127.0.0.1:10026/inet/smtpd_authorized_xforward_hosts=127.0.0.0/8\n");
  postfix.services.push_back({"127.0.0.1:10026/inet", "smtpd", false, {{"smtpd_milters", "inet:localhost:8891"}}});
  BOOST_TEST(steps(postfix, wish) ==
             "-P 127.0.0.1:10026/inet/smtpd_milters=unix:/run/waybill/waybill.sock,inet:localhost:8891\n");
  postfix.services.back().overrides["smtpd_milters"].clear();
  BOOST_TEST(steps(postfix, wish) == "-P 127.0.0.1:10026/inet/smtpd_milters=unix:/run/waybill/waybill.sock\n");
  postfix.services.back().overrides["smtpd_milters"] = kOurs;
  BOOST_TEST(steps(postfix, wish).empty());
}

BOOST_AUTO_TEST_SUITE_END()
