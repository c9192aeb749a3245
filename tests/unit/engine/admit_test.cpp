// Inside and outside, system messages, header firewall.
#include "engine/admit.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;

namespace {

engine::Organization loopback_is_ours() {
  engine::Organization organization;
  organization.trusted_networks.push_back(*engine::parse_network("127.0.0.0/8"));
  return organization;
}

message::Envelope from_client(std::string ip) {
  message::Envelope envelope;
  envelope.client_ip = std::move(ip);
  return envelope;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_admit)

BOOST_AUTO_TEST_CASE(a_client_of_a_trusted_network_is_inside) {
  BOOST_TEST(engine::is_inside(from_client("127.0.0.1"), loopback_is_ours()));
  BOOST_TEST(!engine::is_inside(from_client("192.0.2.1"), loopback_is_ours()));
  BOOST_TEST(!engine::is_inside(from_client("127.0.0.1"), engine::Organization{}));
}

BOOST_AUTO_TEST_CASE(login_certificate_and_local_submission_are_inside_from_anywhere) {
  message::Envelope login = from_client("192.0.2.1");
  login.auth_user = "anna";
  BOOST_TEST(engine::is_inside(login, loopback_is_ours()));
  message::Envelope certificate = from_client("192.0.2.1");
  certificate.client_certificate = true;
  BOOST_TEST(engine::is_inside(certificate, loopback_is_ours()));
  BOOST_TEST(engine::is_inside(message::Envelope{}, engine::Organization{}));
}

BOOST_AUTO_TEST_CASE(only_a_report_from_the_null_sender_is_a_system_message) {
  mime::Part report;
  report.content_type.value = "multipart/report";
  mime::Part text;
  text.content_type.value = "text/plain";
  message::Message message;
  BOOST_TEST(engine::is_system_message(message, report));
  BOOST_TEST(!engine::is_system_message(message, text));
  message.envelope.sender = "anna@example.com";
  BOOST_TEST(!engine::is_system_message(message, report));
}

BOOST_AUTO_TEST_CASE(every_instance_of_our_marks_is_removed) {
  const message::HeaderList headers = {{"X-Waybill-Dedupe-ID", " forged"},
                                       {"Subject", " X-Waybill-Dedupe-ID: in the text"},
                                       {"x-waybill-dedupe-id", " again"},
                                       {"X-MS-Exchange-Organization-SCL", " -1"},
                                       {"X-MS-Exchange-Other", " stays"}};
  const message::Edits edits = engine::remove_foreign_marks(headers);
  BOOST_REQUIRE(edits.size() == 3U);
  BOOST_TEST(to_string(edits[0]) == "remove header X-Waybill-Dedupe-ID");
  BOOST_TEST(to_string(edits[1]) == "remove header x-waybill-dedupe-id[2]");
  BOOST_TEST(to_string(edits[2]) == "remove header X-MS-Exchange-Organization-SCL");
}

BOOST_AUTO_TEST_CASE(many_forged_marks_cost_linear_time) {
  const message::HeaderList headers(100000, {"X-Waybill-Dedupe-ID", " forged"});
  BOOST_TEST(engine::remove_foreign_marks(headers).size() == headers.size());
}

BOOST_AUTO_TEST_SUITE_END()
