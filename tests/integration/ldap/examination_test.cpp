// What a real slapd shows of itself, and at which step a connection to it ends.
#include "ldap/examination.h"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>

#include "ldap/presence.h"
#include "tests/integration/ldap/slapd.h"

using namespace waybill;
using namespace std::chrono_literals;
using ldap::Stage;

namespace {

// The time of 2020, as Active Directory would tell it.
std::string tells_2020(const tests::Slapd& slapd) {
  return "attributetype ( 1.2.840.113556.1.4.3 NAME 'currentTime' SYNTAX 1.3.6.1.4.1.1466.115.121.1.24 )\nrootDSE " +
         slapd.write("root.ldif", "dn:\ncurrentTime: 20200101000000.0Z\n");
}

ldap::Options options(const tests::Slapd& slapd) {
  ldap::Options out;
  out.kind = ldap::Kind::Ldap;
  out.base = "dc=example,dc=com";
  out.bind_dn = "cn=waybill,dc=example,dc=com";
  out.password_file = slapd.write("password", "secret\n");
  out.ca_file = slapd.ca_file();
  return out;
}

const tests::Slapd& server() {
  static const auto kServer = [] {
    auto out = std::make_unique<tests::Slapd>();
    out->start();
    return out;
  }();
  return *kServer;
}

// As examination.h requires.
struct IgnoresBrokenPipes {
  IgnoresBrokenPipes() { std::signal(SIGPIPE, SIG_IGN); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(ldap_examination, *boost::unit_test::fixture<IgnoresBrokenPipes>())

BOOST_AUTO_TEST_CASE(a_server_that_works) {
  ldap::Options wanted = options(server());
  for (const std::string& uri : {server().uri(), server().tls_uri()}) {
    const ldap::Examination found = ldap::examine(wanted, uri);
    BOOST_TEST((found.stage == Stage::Done), found.error);
    BOOST_TEST(found.error == "");
    BOOST_TEST(found.host == "127.0.0.1");
    BOOST_TEST(found.certificate.empty() == (uri == server().uri()));
    BOOST_TEST(!found.ahead.has_value());
  }
  wanted.start_tls = true;
  const ldap::Examination found = ldap::examine(wanted, server().uri());
  BOOST_TEST((found.stage == Stage::Done), found.error);
  BOOST_TEST(!found.certificate.empty());
}

BOOST_AUTO_TEST_CASE(nobody_there) {
  const ldap::Examination refused =
      ldap::examine(options(server()), "ldap://127.0.0.1:" + std::to_string(tests::free_port()));
  BOOST_TEST((refused.stage == Stage::Reach));
  BOOST_TEST(refused.error == "Connection refused");
  const ldap::Examination unknown = ldap::examine(options(server()), "ldap://directory.invalid");
  BOOST_TEST((unknown.stage == Stage::Reach));
  BOOST_TEST(unknown.error.starts_with("the name directory.invalid cannot be looked up: "), unknown.error);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_silent) {
  const tests::SilentServer silent;
  ldap::Options wanted = options(server());
  wanted.timeout = 200ms;
  BOOST_TEST((ldap::examine(wanted, "ldap://" + silent.address()).stage == Stage::Reach));
  const auto began = std::chrono::steady_clock::now();
  BOOST_TEST((ldap::examine(wanted, "ldaps://" + silent.address()).stage == Stage::Secure));
  BOOST_TEST((std::chrono::steady_clock::now() - began < 5s));
}

BOOST_AUTO_TEST_CASE(certificates_that_are_not_trusted_are_shown) {
  ldap::Options wanted = options(server());
  wanted.ca_file = server().other_ca_file();
  const ldap::Examination stranger = ldap::examine(wanted, server().tls_uri());
  BOOST_TEST((stranger.stage == Stage::Secure));
  BOOST_TEST(!stranger.certificate.empty());
  BOOST_TEST(!stranger.error.empty());
  const ldap::Examination other_name = ldap::examine(options(server()), server().other_name_uri());
  BOOST_TEST((other_name.stage == Stage::Secure));
  BOOST_TEST(other_name.certificate == stranger.certificate);
  BOOST_TEST(other_name.host == "127.0.0.2");
}

BOOST_AUTO_TEST_CASE(a_port_without_tls) {
  const std::string uri = "ldaps" + server().uri().substr(4);
  const ldap::Examination found = ldap::examine(options(server()), uri);
  BOOST_TEST((found.stage == Stage::Secure));
  BOOST_TEST(found.certificate.empty());
}

BOOST_AUTO_TEST_CASE(logins_and_bases) {
  ldap::Options wanted = options(server());
  wanted.password_file = server().write("wrong", "no secret\n");
  const ldap::Examination refused = ldap::examine(wanted, server().uri());
  BOOST_TEST((refused.stage == Stage::Login));
  BOOST_TEST(refused.error.find("Invalid credentials") != std::string::npos, refused.error);
  wanted = options(server());
  wanted.password_file = "/nowhere/password";
  BOOST_TEST(ldap::examine(wanted, server().uri()).error.starts_with("/nowhere/password: cannot be read"));
  wanted = options(server());
  wanted.base = "ou=nowhere,dc=example,dc=com";
  const ldap::Examination lost = ldap::examine(wanted, server().uri());
  BOOST_TEST((lost.stage == Stage::Search));
  BOOST_TEST(lost.error ==
             "the search base \"ou=nowhere,dc=example,dc=com\" does not exist, or nothing of it may be read");
}

BOOST_AUTO_TEST_CASE(the_time_of_the_root_dse_even_where_the_certificate_is_not_trusted) {
  tests::Slapd writer;
  tests::Slapd slapd(tells_2020(writer));
  slapd.start();
  ldap::Options wanted = options(slapd);
  BOOST_TEST(ldap::examine(wanted, slapd.uri()).ahead.value_or(0) < -5LL * 365 * 24 * 3600);
  wanted.ca_file = slapd.other_ca_file();
  const ldap::Examination stranger = ldap::examine(wanted, slapd.tls_uri());
  BOOST_TEST((stranger.stage == Stage::Secure));
  BOOST_TEST(stranger.ahead.value_or(0) < -5LL * 365 * 24 * 3600);
}

BOOST_AUTO_TEST_CASE(generalized_time) {
  BOOST_TEST(ldap::read_generalized_time("20261126093000.0Z").value_or(0) == 1795685400);
  BOOST_TEST(ldap::read_generalized_time("20261126093000Z").value_or(0) == 1795685400);
  for (const char* wrong : {"", "2026", "20261126093000", "20261126093000+0100", "20261126093000Zx"}) {
    BOOST_TEST(!ldap::read_generalized_time(wrong).has_value(), wrong);
  }
}

BOOST_AUTO_TEST_CASE(attributes_that_somebody_has) {
  const auto found = ldap::find_present(
      [] {
        ldap::Options out = options(server());
        out.uris = {server().uri()};
        return out;
      }(),
      {"mail", "MAIL", "facsimileTelephoneNumber", "noSuchAttribute"});
  BOOST_REQUIRE(found.ok());
  BOOST_TEST((*found == std::vector<bool>{true, true, false, false}));
}

BOOST_AUTO_TEST_SUITE_END()
