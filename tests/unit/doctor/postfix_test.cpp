// A Postfix that has all, and each fault in it.
#include "doctor/postfix.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/doctor/told.h"

using namespace waybill;
using namespace waybill::doctor;
using tests::faults;
using tests::told;

namespace {

const std::string kOurs = "unix:/run/waybill/waybill.sock";
const mta::Wish kWish{kOurs};

mta::Postfix clean() {
  mta::Postfix out;
  out.parameters = {
      {"enable_long_queue_ids", "yes"},   {"mail_release_date", "20260901"},         {"mail_version", "3.11.9"},
      {"milter_content_timeout", "300s"}, {"milter_default_action", "tempfail"},     {"milter_protocol", "6"},
      {"non_smtpd_milters", kOurs},       {"queue_directory", "/var/spool/postfix"}, {"smtpd_milters", kOurs},
      {"receive_override_options", ""}};
  out.services = {{"smtp/inet", "smtpd"}, {"cleanup/unix", "cleanup"}};
  return out;
}

Findings with(const std::string& parameter, const std::string& value) {
  mta::Postfix postfix = clean();
  postfix.parameters[parameter] = value;
  return check_postfix(postfix, kWish, "");
}

std::string fix(const Findings& findings, Check check) {
  for (const Finding& finding : findings) {
    if (finding.check == check && finding.severity != Severity::Ok) return finding.fix;
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_postfix)

BOOST_AUTO_TEST_CASE(all_clean) {
  const Findings findings = check_postfix(clean(), kWish, "");
  BOOST_TEST(faults(findings) == "");
  for (const Check check : {Check::MtaVersion, Check::SmtpdMilters, Check::NonSmtpdMilters, Check::MilterOrder,
                            Check::ServiceMilters, Check::MiltersOff, Check::DefaultAction, Check::MilterProtocol,
                            Check::MilterTimeout, Check::Chroot, Check::QueueIds}) {
    BOOST_TEST(told(findings, check).starts_with("ok: "), name_of(check));
  }
}

BOOST_AUTO_TEST_CASE(an_old_version) {
  BOOST_TEST(told(with("mail_release_date", "20260820"), Check::MtaVersion) ==
             "warning: Postfix 3.11.9 of 20260820 is older than the fixes of its milter client\n");
  BOOST_TEST(told(with("mail_release_date", "20260821"), Check::MtaVersion) == "ok: Postfix 3.11.9\n");
  mta::Postfix postfix = clean();
  postfix.parameters["mail_release_date"] = "20240304";
  postfix.parameters["milter_default_action"] = "accept";
  const Findings findings = check_postfix(postfix, kWish, "");
  BOOST_TEST(told(findings, Check::MtaVersion) ==
             "error: Postfix 3.11.9 of 20240304 is older than the fixes of its milter client, and "
             "milter_default_action is accept\n");
  BOOST_TEST(fix(findings, Check::MtaVersion) == "postconf -e 'milter_default_action = tempfail'\npostfix reload");
}

BOOST_AUTO_TEST_CASE(lists_without_waybill) {
  const Findings smtp = with("smtpd_milters", "inet:localhost:8891");
  BOOST_TEST(faults(smtp) == "smtpd-milters\n");
  BOOST_TEST(told(smtp, Check::SmtpdMilters) == "error: smtpd_milters does not name unix:/run/waybill/waybill.sock\n");
  BOOST_TEST(fix(smtp, Check::SmtpdMilters) ==
             "postconf -e 'smtpd_milters = unix:/run/waybill/waybill.sock, inet:localhost:8891'\npostfix reload");
  const Findings local = with("non_smtpd_milters", "");
  BOOST_TEST(faults(local) == "non-smtpd-milters\n");
}

BOOST_AUTO_TEST_CASE(milters_before_waybill) {
  const Findings findings = with("smtpd_milters", "inet:localhost:8891, unix:/run/rspamd/s, inet:a:1, " + kOurs);
  BOOST_TEST(faults(findings) == "milter-order\n");
  BOOST_TEST(told(findings, Check::MilterOrder) == "warning: in smtpd_milters other milters come before Waybill\n");
  for (const Finding& finding : findings) {
    if (finding.check == Check::MilterOrder)
      BOOST_TEST(finding.why ==
                 "Waybill has to be first: what inet:localhost:8891 (opendkim), unix:/run/rspamd/s (rspamd), inet:a:1 "
                 "saw or signed, it changes afterwards");
  }
  BOOST_TEST(faults(with("smtpd_milters", kOurs + ", inet:localhost:8891")) == "");
}

BOOST_AUTO_TEST_CASE(services_with_milters_of_their_own) {
  mta::Postfix postfix = clean();
  postfix.services.push_back({"submission/inet", "smtpd", false, {{"smtpd_milters", "inet:a:1"}}});
  const Findings findings = check_postfix(postfix, kWish, "/etc/postfix-out");
  BOOST_TEST(told(findings, Check::ServiceMilters) ==
             "warning: submission/inet/smtpd_milters does not name unix:/run/waybill/waybill.sock\n");
  BOOST_TEST(fix(findings, Check::ServiceMilters) ==
             "postconf -c /etc/postfix-out -P submission/inet/smtpd_milters=unix:/run/waybill/waybill.sock,"
             "inet:a:1\npostfix -c /etc/postfix-out reload");
  postfix.services.back().overrides["smtpd_milters"] = "inet:a:1 " + kOurs;
  BOOST_TEST(faults(check_postfix(postfix, kWish, "")) == "milter-order\n");
  postfix.services.back().overrides["smtpd_milters"] = "";
  BOOST_TEST(faults(check_postfix(postfix, kWish, "")) == "");
}

BOOST_AUTO_TEST_CASE(milters_switched_off) {
  const Findings findings = with("receive_override_options", "no_header_body_checks, no_milters");
  BOOST_TEST(faults(findings) == "milters-off\n");
  BOOST_TEST(fix(findings, Check::MiltersOff) == "postconf -X receive_override_options\npostfix reload");
  BOOST_TEST(faults(with("receive_override_options", "no_header_body_checks")) == "");
}

BOOST_AUTO_TEST_CASE(an_action_that_does_not_wait) {
  for (const char* action : {"accept", "reject", "quarantine"}) {
    const Findings findings = with("milter_default_action", action);
    BOOST_TEST(faults(findings) == "milter-default-action\n");
    BOOST_TEST(told(findings, Check::DefaultAction) ==
               std::string("warning: milter_default_action is ") + action + "\n");
  }
  BOOST_TEST(faults(with("milter_default_action", "shutdown")) == "");
}

BOOST_AUTO_TEST_CASE(an_action_of_waybill_alone_or_of_one_service) {
  const Findings own = with("smtpd_milters", "{ " + kOurs + ", default_action=accept }, inet:a:1");
  BOOST_TEST(faults(own) == "milter-default-action\n");
  BOOST_TEST(fix(own, Check::DefaultAction) ==
             "postconf -e 'smtpd_milters = unix:/run/waybill/waybill.sock, inet:a:1'\npostfix reload");
  BOOST_TEST(faults(with("smtpd_milters", kOurs + ", { inet:a:1, default_action=accept }")) == "");
  mta::Postfix postfix = clean();
  postfix.services[0].overrides["milter_default_action"] = "accept";
  BOOST_TEST(fix(check_postfix(postfix, kWish, ""), Check::DefaultAction) ==
             "postconf -P smtp/inet/milter_default_action=tempfail\npostfix reload");
}

BOOST_AUTO_TEST_CASE(an_old_protocol) {
  const Findings findings = with("milter_protocol", "2");
  BOOST_TEST(faults(findings) == "milter-protocol\n");
  BOOST_TEST(told(findings, Check::MilterProtocol) == "error: milter_protocol is 2\n");
}

BOOST_AUTO_TEST_CASE(too_little_time) {
  BOOST_TEST(told(with("milter_content_timeout", "30s"), Check::MilterTimeout) ==
             "warning: milter_content_timeout is 30s\n");
  BOOST_TEST(faults(with("smtpd_milters", "{ " + kOurs + ", content_timeout=10s }")) == "milter-timeout\n");
  BOOST_TEST(faults(with("smtpd_milters", "{ " + kOurs + ", content_timeout=5m }")) == "");
}

BOOST_AUTO_TEST_CASE(a_chroot_comes_before_the_lists) {
  mta::Postfix postfix = clean();
  postfix.services[1].is_chrooted = true;
  postfix.parameters["smtpd_milters"] = "";
  const Findings findings = check_postfix(postfix, kWish, "");
  BOOST_TEST(faults(findings) == "chroot\n");
  BOOST_TEST(told(findings, Check::Chroot) ==
             "error: cleanup/unix run in a chroot (fifth column of master.cf) and reach no socket outside of "
             "/var/spool/postfix/.\n");
  BOOST_TEST(fix(findings, Check::Chroot).starts_with("In waybill.toml, [milter], write\n"));
}

BOOST_AUTO_TEST_CASE(short_queue_ids) {
  const Findings findings = with("enable_long_queue_ids", "no");
  BOOST_TEST(faults(findings) == "queue-ids\n");
  BOOST_TEST(fix(findings, Check::QueueIds) == "postconf -e 'enable_long_queue_ids = yes'\npostfix reload");
}

BOOST_AUTO_TEST_CASE(the_port_for_copies) {
  const mta::Wish wish{kOurs, "127.0.0.1:10026"};
  const base::Error refused{base::ErrorKind::Unavailable, "Connection refused"};
  mta::Postfix postfix = clean();
  BOOST_TEST(told(check_reinject(postfix, wish, "", std::nullopt)) ==
             "ok: an SMTP server answers at 127.0.0.1:10026\n");
  const Finding missing = check_reinject(postfix, wish, "", refused);
  BOOST_TEST(told(missing) == "error: master.cf has no service 127.0.0.1:10026, the port for copies\n");
  BOOST_TEST(missing.fix.starts_with("postconf -M '127.0.0.1:10026/inet=127.0.0.1:10026 inet n - n - - smtpd'\n"));
  postfix.services.push_back({"127.0.0.1:10026/inet", "smtpd"});
  BOOST_TEST(told(check_reinject(postfix, wish, "", refused)) ==
             "error: no SMTP server at 127.0.0.1:10026: Connection refused\n");
  BOOST_TEST(faults(check_postfix(clean(), wish, "")) == "");
}

BOOST_AUTO_TEST_SUITE_END()
