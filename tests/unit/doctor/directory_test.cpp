// Servers that work and servers that do not; whose clock it is.
#include "doctor/directory.h"

#include <boost/test/unit_test.hpp>

#include "doctor/certificate.h"
#include "tests/unit/doctor/made_certificate.h"
#include "tests/unit/doctor/told.h"

using namespace waybill;
using namespace waybill::doctor;
using ldap::Examination;
using ldap::Stage;
using tests::faults;
using tests::told;

namespace {

constexpr std::int64_t kDay = 24 * 3600;
constexpr std::int64_t kNow = 1'795'651'200;  // 2026-11-26
constexpr const char* kUri = "ldaps://ldap.example.com";

ldap::Options options() {
  ldap::Options out;
  out.kind = ldap::Kind::Ldap;
  out.uris = {kUri};
  out.base = "dc=example,dc=com";
  out.bind_dn = "cn=waybill";
  out.password_file = "/etc/waybill/ldap.password";
  out.ca_file = "/etc/ca.pem";
  return out;
}

Examination server(Stage stage, std::string error = {}) {
  Examination out{kUri, stage, std::move(error)};
  out.host = out.name = "ldap.example.com";
  out.port = 636;
  return out;
}

Examination with_certificate(Stage stage, std::int64_t begins, std::int64_t ends,
                             const std::string& host = "ldap.example.com") {
  Examination out = server(stage, stage == Stage::Done ? "" : "search: Can't contact LDAP server");
  out.certificate = tests::make_certificate(host, kNow + begins, kNow + ends);
  return out;
}

Examination ahead(Examination out, std::int64_t seconds) {
  out.ahead = seconds;
  return out;
}

constexpr Time kKept{kNow, true};
constexpr Time kLoose{kNow, false};

Findings check(const std::vector<Examination>& servers, const Time& time = kLoose) {
  return check_servers(options(), servers, time);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_directory)

BOOST_AUTO_TEST_CASE(all_clean) {
  const Findings findings = check({ahead(with_certificate(Stage::Done, -kDay, 365 * kDay), 2)});
  BOOST_TEST(faults(findings) == "");
  for (const Check each : {Check::Directory, Check::Certificate, Check::Login, Check::SearchBase, Check::Clock}) {
    BOOST_TEST(told(findings, each).starts_with("ok: "), name_of(each));
  }
}

BOOST_AUTO_TEST_CASE(a_server_that_cannot_be_reached) {
  const Findings findings = check({server(Stage::Reach, "Connection refused")});
  BOOST_TEST(faults(findings) == "directory\n");
  BOOST_TEST(told(findings, Check::Directory) == "error: ldaps://ldap.example.com: Connection refused\n");
}

BOOST_AUTO_TEST_CASE(one_of_two_is_a_warning) {
  const Findings findings = check({server(Stage::Reach, "Connection refused"), server(Stage::Done)});
  BOOST_TEST(told(findings, Check::Directory) == "warning: ldaps://ldap.example.com: Connection refused\n");
}

BOOST_AUTO_TEST_CASE(a_login_that_is_refused) {
  const Findings findings = check({server(Stage::Login, "ldaps://x: bind: Invalid credentials")});
  BOOST_TEST(faults(findings) == "directory-login\n");
  BOOST_TEST(findings[0].fix.starts_with("ldapwhoami -x -W -H ldaps://ldap.example.com -D cn=waybill\n"));
  const Findings unread = check({server(Stage::Login, "/etc/waybill/ldap.password: the first line is empty")});
  BOOST_TEST(unread[0].fix.starts_with("install -m 0640 -g waybill /dev/null /etc/waybill/ldap.password\n"));
}

BOOST_AUTO_TEST_CASE(an_identity_that_the_server_does_not_know) {
  ldap::Options external = options();
  external.bind_dn.clear();
  external.sasl_external = true;
  external.cert_file = "/etc/w.crt";
  external.key_file = "/etc/w.key";
  const Findings findings = check_servers(external, {server(Stage::Login, "bind: Invalid credentials")}, kLoose);
  BOOST_TEST(findings[0].fix ==
             "runuser -u waybill -- env LDAPTLS_CERT=/etc/w.crt LDAPTLS_KEY=/etc/w.key ldapwhoami -Y EXTERNAL -H "
             "ldaps://ldap.example.com\n# and have the server know that name (authz-regexp of slapd)");
}

BOOST_AUTO_TEST_CASE(a_base_that_is_not_there) {
  const Findings findings = check({server(Stage::Search, "the search base \"dc=x\" does not exist")});
  BOOST_TEST(faults(findings) == "directory-base\n");
}

BOOST_AUTO_TEST_CASE(certificates_that_end) {
  BOOST_TEST(told(check({with_certificate(Stage::Secure, -9 * kDay, -2 * kDay)}), Check::Certificate) ==
             "error: ldaps://ldap.example.com: its certificate has expired on 2026-11-24 00:00 UTC\n");
  BOOST_TEST(told(check({with_certificate(Stage::Done, -9 * kDay, 29 * kDay)}), Check::Certificate) ==
             "warning: ldaps://ldap.example.com: its certificate ends on 2026-12-25 00:00 UTC, in 29 days\n");
  BOOST_TEST(faults(check({with_certificate(Stage::Done, -9 * kDay, 30 * kDay)})) == "");
}

BOOST_AUTO_TEST_CASE(certificates_of_others) {
  BOOST_TEST(
      told(check({with_certificate(Stage::Secure, -kDay, kDay, "other.example.com")}), Check::Certificate) ==
      "error: ldaps://ldap.example.com: its certificate is for DNS:other.example.com, not for ldap.example.com\n");
  auto local = with_certificate(Stage::Secure, -kDay, kDay, "localhost");
  local.host = "localhost";
  BOOST_TEST(told(check({local}), Check::Certificate) ==
             "error: ldaps://ldap.example.com: its certificate is for DNS:localhost, not for ldap.example.com, this "
             "host's name, which localhost stands for\n");
  BOOST_TEST(told(check({with_certificate(Stage::Secure, -kDay, kDay)}), Check::Certificate) ==
             "error: ldaps://ldap.example.com: its certificate is signed by CN=directory, which is none of "
             "/etc/ca.pem\n");
  BOOST_TEST(told(check({server(Stage::Secure, "StartTLS: Protocol error")}), Check::Certificate) ==
             "error: StartTLS: Protocol error\n");
}

BOOST_AUTO_TEST_CASE(reading_a_certificate) {
  const auto named = read_certificate(tests::make_certificate("*.example.com", kNow, kNow + 9), "ldap.example.com");
  BOOST_REQUIRE(named.has_value());
  BOOST_TEST(named->begins == kNow);
  BOOST_TEST(named->ends == kNow + 9);
  BOOST_TEST(named->is_for_host);
  BOOST_TEST(read_certificate(tests::make_certificate("127.0.0.1", kNow, kNow), "127.0.0.1")->is_for_host);
  BOOST_TEST(!read_certificate(tests::make_certificate("127.0.0.1", kNow, kNow), "127.0.0.2")->is_for_host);
  BOOST_TEST(!read_certificate("no certificate", "x").has_value());
  BOOST_TEST(!read_certificate("", "x").has_value());
}

BOOST_AUTO_TEST_CASE(our_clock_is_wrong) {
  const Findings findings = check({ahead(server(Stage::Done), 3600)}, kLoose);
  BOOST_TEST(faults(findings) == "clock\n");
  BOOST_TEST(told(findings, Check::Clock) ==
             "warning: this host's clock is 3600 s behind that of ldaps://ldap.example.com, and follows no time "
             "server\n");
  BOOST_TEST(findings.back().fix == "timedatectl set-ntp true");
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_right_is_not_blamed) {
  const std::string theirs =
      "warning: the clock of ldaps://ldap.example.com is 3600 s ahead of this host's, which is right\n";
  BOOST_TEST(told(check({ahead(server(Stage::Done), 3600)}, kKept), Check::Clock) == theirs);
  BOOST_TEST(told(check({ahead(server(Stage::Done), 0), ahead(server(Stage::Done), 3600)}), Check::Clock) == theirs);
  BOOST_TEST(told(check({server(Stage::Done)}), Check::Clock) ==
             "ok: no directory server tells its time: not compared\n");
  for (const std::int64_t little : {-60, 0, 60}) {
    BOOST_TEST(faults(check({ahead(server(Stage::Done), little)})) == "");
  }
}

BOOST_AUTO_TEST_CASE(a_certificate_that_only_our_clock_refuses_is_the_clocks_fault) {
  const auto young = ahead(with_certificate(Stage::Secure, 10 * kDay, 90 * kDay), 20 * kDay);
  const Findings findings = check({young}, kLoose);
  BOOST_TEST(faults(findings) == "clock\n");
  BOOST_TEST(told(findings, Check::Clock).starts_with("error: this host's clock is 1728000 s behind"));
}

BOOST_AUTO_TEST_CASE(a_certificate_that_our_right_clock_refuses_is_refused) {
  const auto young = ahead(with_certificate(Stage::Secure, 10 * kDay, 90 * kDay), 20 * kDay);
  const Findings findings = check({young}, kKept);
  BOOST_TEST(told(findings, Check::Certificate) ==
             "error: ldaps://ldap.example.com: its certificate is not valid before 2026-12-06 00:00 UTC\n");
  BOOST_TEST(told(findings, Check::Clock).starts_with("warning: the clock of ldaps://ldap.example.com is"));
}

BOOST_AUTO_TEST_SUITE_END()
