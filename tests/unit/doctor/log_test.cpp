#include "doctor/log.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/doctor/told.h"

using namespace waybill;
using namespace waybill::doctor;
using tests::told;

namespace {

const Account kUser{"waybill", 4000000001U, 4000000002U};
const Log kFile{"/var/log/mail.log", false, true, false};
const Log kJournal{"/var/log/journal/x/system.journal", false, true, true};

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_log)

BOOST_AUTO_TEST_CASE(clean) {
  BOOST_TEST(told(check_log(kFile, &kUser, true)) ==
             "ok: Postfix' lines are in /var/log/mail.log, which the user waybill can read\n");
  BOOST_TEST(told(check_log(kJournal, nullptr, std::nullopt)) ==
             "ok: Postfix' lines are in the journal, /var/log/journal/x/system.journal\n");
}

BOOST_AUTO_TEST_CASE(lines_that_are_lost) {
  BOOST_TEST(told(check_log({}, &kUser, std::nullopt)) ==
             "warning: there is neither a journal nor a log of mail: Postfix' lines are lost\n");
  mta::Postfix postfix;
  postfix.parameters["maillog_file"] = "/nowhere/mail.log";
  BOOST_TEST(told(check_log(find_log(postfix), &kUser, std::nullopt)) ==
             "warning: maillog_file names /nowhere/mail.log, which is not there\n");
  postfix.parameters["maillog_file"] = "/";
  BOOST_TEST(find_log(postfix).is_there);
}

BOOST_AUTO_TEST_CASE(what_proves_mails_is_where_postfix_logs) {
  const Log named{"/var/log/postfix.log", true, true, false};
  BOOST_TEST(told(check_proofs(named, "/var/log/postfix.log")) ==
             "ok: dedupe.log is /var/log/postfix.log, where Postfix logs\n");
  const Finding other = check_proofs(named, "journal");
  BOOST_TEST(told(other) == "warning: dedupe.log is journal, and Postfix' lines are in /var/log/postfix.log\n");
  BOOST_TEST(other.fix == "# in waybill.toml: [dedupe] log = \"/var/log/postfix.log\"");
  BOOST_TEST(told(check_proofs(kJournal, "journal")) == "ok: dedupe.log is journal, where Postfix logs\n");
  BOOST_TEST(check_proofs(kJournal, "/nowhere/mail.log").fix == "# in waybill.toml: [dedupe] log = \"journal\"");
  BOOST_TEST(told(check_proofs(kFile, "journal")) ==
             "warning: dedupe.log is journal, and Postfix' lines are in /var/log/mail.log\n");
}

BOOST_AUTO_TEST_CASE(lines_that_waybilld_cannot_read) {
  BOOST_TEST(told(check_log(kFile, &kUser, false)) ==
             "warning: Postfix' lines are in /var/log/mail.log, which the user waybill cannot read\n");
  BOOST_TEST(check_log(kJournal, &kUser, false).fix == "adduser waybill systemd-journal\nsystemctl restart waybill");
}

BOOST_AUTO_TEST_SUITE_END()
