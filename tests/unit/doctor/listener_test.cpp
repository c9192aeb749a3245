// Who keeps the MTA from the socket, and who does not.
#include "doctor/listener.h"

#include <boost/test/unit_test.hpp>
#include <cerrno>

#include "tests/unit/doctor/told.h"

using namespace waybill;
using namespace waybill::doctor;
using tests::told;

namespace {

constexpr const char* kSocket = "unix:/run/waybill/waybill.sock";
constexpr uid_t kWaybill = 4000000001U;  // of no account: descriptions show numbers
constexpr gid_t kWaybillGroup = 4000000002U;
const Account kPostfix{"postfix", 4000000003U, 4000000004U, {4000000004U}};

Probe refused(int error) { return {Probe::Step::Connect, error}; }

Way way(mode_t folder, mode_t socket, gid_t group = kWaybillGroup) {
  return {{"/", 0755, 0, 0},
          {"/run", 0755, 0, 0},
          {"/run/waybill", folder, kWaybill, group},
          {"/run/waybill/waybill.sock", socket, kWaybill, group}};
}

Finding kept_out(const Way& path, const Account& user = kPostfix) {
  return check_socket(kSocket, user, refused(EACCES), path);
}

Account in_group() {
  Account out = kPostfix;
  out.groups.push_back(kWaybillGroup);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_listener)

BOOST_AUTO_TEST_CASE(daemon_clean) {
  BOOST_TEST(told(check_daemon(kSocket, {Probe::Step::Done})) ==
             "ok: waybilld answers on unix:/run/waybill/waybill.sock\n");
}

BOOST_AUTO_TEST_CASE(daemon_that_does_not_run) {
  for (const int error : {ENOENT, ECONNREFUSED}) {
    const Finding finding = check_daemon(kSocket, refused(error));
    BOOST_TEST(told(finding) ==
               "error: nobody listens on unix:/run/waybill/waybill.sock: waybilld does not run, or not with this "
               "configuration\n");
    BOOST_TEST(finding.fix.starts_with("systemctl restart waybill\n"));
  }
}

BOOST_AUTO_TEST_CASE(daemon_that_hangs_or_is_another_program) {
  BOOST_TEST(told(check_daemon(kSocket, {Probe::Step::Answer, ETIMEDOUT})) ==
             "error: who listens on unix:/run/waybill/waybill.sock does not answer (Connection timed out)\n");
  BOOST_TEST(told(check_daemon(kSocket, {Probe::Step::Answer, 0})) ==
             "error: who listens on unix:/run/waybill/waybill.sock does not speak as a milter does\n");
}

BOOST_AUTO_TEST_CASE(what_only_root_may_see_is_unknown) {
  BOOST_TEST(told(check_daemon(kSocket, refused(EACCES))).starts_with("unknown: "));
  BOOST_TEST(told(check_socket(kSocket, kPostfix, std::nullopt, way(0750, 0660))).starts_with("unknown: "));
}

BOOST_AUTO_TEST_CASE(socket_clean) {
  BOOST_TEST(told(check_socket(kSocket, kPostfix, Probe{Probe::Step::Done}, way(0755, 0666))) ==
             "ok: the user postfix gets an answer on unix:/run/waybill/waybill.sock\n");
}

BOOST_AUTO_TEST_CASE(a_user_outside_of_the_group) {
  const Finding finding = kept_out(way(0750, 0660));
  BOOST_TEST(told(finding) ==
             "error: the user postfix may not connect to unix:/run/waybill/waybill.sock: /run/waybill (0750 "
             "4000000001:4000000002) keeps him out\n");
  BOOST_TEST(finding.fix == "adduser postfix 4000000002\nsystemctl restart postfix");
  BOOST_TEST(kept_out(way(0755, 0660)).fix == finding.fix);
}

BOOST_AUTO_TEST_CASE(a_mode_without_rights_for_the_group) {
  BOOST_TEST(kept_out(way(0750, 0600), in_group()).fix ==
             "# in waybill.toml, [milter]: socket_mode = \"0660\"\nsystemctl restart waybill");
  BOOST_TEST(kept_out(way(0700, 0660), in_group()).fix == "chmod g+x /run/waybill");
}

BOOST_AUTO_TEST_CASE(nobody_is_put_into_the_group_of_root) {
  BOOST_TEST(kept_out(way(0755, 0660, 0)).fix ==
             "# in waybill.toml, [milter]: socket_group = \"4000000004\"\nsystemctl restart waybill");
  BOOST_TEST(kept_out(way(0750, 0660, 0)).fix == "chgrp 4000000004 /run/waybill");
}

BOOST_AUTO_TEST_CASE(rights_that_do_not_explain_it_are_not_blamed) {
  BOOST_TEST(told(kept_out(way(0750, 0660), in_group())).find("a security module forbids it") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(rights_on_a_way) {
  const Step folder{"/x", 0741, kWaybill, kWaybillGroup};
  BOOST_TEST(may({"w", kWaybill, 7, {}}, folder, kRead | kWrite | kPass));
  BOOST_TEST(may(in_group(), folder, kRead));
  BOOST_TEST(!may(in_group(), folder, kPass));
  BOOST_TEST(may(kPostfix, folder, kPass));
  BOOST_TEST(!may(kPostfix, folder, kRead));
  BOOST_TEST(may({"root", 0, 0, {}}, {"/x", 0, kWaybill, kWaybillGroup}, kRead));
  const Way real = look_at_way("/usr/no-such-folder/file");
  BOOST_REQUIRE(real.size() == 2U);
  BOOST_TEST(real[0].path == "/");
  BOOST_TEST(real[1].path == "/usr");
}

BOOST_AUTO_TEST_SUITE_END()
