// What a test mail proves.
#include "doctor/test_mail.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "tests/unit/doctor/told.h"

using namespace waybill;
using namespace waybill::doctor;
using tests::told;

namespace {

const TestMail kMail{"drop@example.net", "postmaster@example.com"};
const message::Reply kTaken{250, "2.0.0", "Ok: queued as 4cXy1234"};

std::string judged(const base::Result<message::Reply>& reply, const LogLine& log = {}) {
  return told(check_test_mail(kMail, reply, log));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(doctor_test_mail)

BOOST_AUTO_TEST_CASE(clean) {
  BOOST_TEST(judged(kTaken, {true, "4cXy1234: from=<>"}) ==
             "ok: the MTA took the test mail, and waybilld saw it: 4cXy1234: from=<>\n");
}

BOOST_AUTO_TEST_CASE(not_taken) {
  BOOST_TEST(judged(base::Error{base::ErrorKind::Unavailable, "Connection refused"}) ==
             "error: no test mail could be sent to 127.0.0.1:25: Connection refused\n");
  BOOST_TEST(judged(message::Reply{451, "4.7.1", "Service unavailable"}) ==
             "error: the MTA refused the test mail: 451 4.7.1 Service unavailable\n");
}

BOOST_AUTO_TEST_CASE(taken_and_not_seen) {
  BOOST_TEST(judged(kTaken, {true, std::nullopt}) ==
             "error: the MTA took the test mail as 4cXy1234, and waybilld did not see it\n");
}

BOOST_AUTO_TEST_CASE(without_a_log_nothing_is_claimed) {
  BOOST_TEST(judged(kTaken) == "unknown: the MTA took the test mail as 4cXy1234; waybilld's log is not at hand\n");
}

BOOST_AUTO_TEST_CASE(queue_ids) {
  BOOST_TEST(message::queue_id_in(kTaken) == "4cXy1234");
  BOOST_TEST(message::queue_id_in({250, "2.0.0", "4cXy1234 Message accepted for delivery"}) == "4cXy1234");
  BOOST_TEST(message::queue_id_in({250, "2.0.0", ""}) == "");
}

BOOST_AUTO_TEST_CASE(lines_of_a_file) {
  std::string name = (std::filesystem::temp_directory_path() / "waybill-log-XXXXXX").string();
  close(mkstemp(name.data()));
  std::ofstream(name) << "2026-11-26 09:30:00.000 info: 4cXy123: from=<a> other\n"
                      << "2026-11-26 09:30:01.000 info: 4cXy1234: copy=2 of=2\n"
                      << "2026-11-26 09:30:01.000 info: 4cXy1234: from=<> to=<drop@example.net>\n";
  const LogLine found = find_line("4cXy1234", name);
  BOOST_TEST(found.is_log_at_hand);
  BOOST_TEST(found.line.value_or("") == "4cXy1234: from=<> to=<drop@example.net>");
  BOOST_TEST(!find_line("", name).is_log_at_hand);
  BOOST_TEST(!find_line("4cXy1234", "/nowhere/x.log").is_log_at_hand);
  std::filesystem::remove(name);
}

BOOST_AUTO_TEST_SUITE_END()
