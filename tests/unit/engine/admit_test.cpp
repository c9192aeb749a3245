// Inside and outside, system messages, header firewall.
#include "engine/admit.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;

namespace {

engine::Organization loopback_is_ours() {
  engine::Organization organization;
  organization.trusted_networks.push_back(*message::parse_network("127.0.0.0/8"));
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

BOOST_AUTO_TEST_CASE(our_marks_are_known_by_their_names) {
  for (const char* name : {"X-Waybill-Dedupe-ID", "x-waybill-signed", "X-MS-Exchange-Organization-SCL"}) {
    BOOST_TEST(engine::is_foreign_mark(name));
  }
  for (const char* name : {"X-MS-Exchange-Other", "Subject", "X-Waybil"}) BOOST_TEST(!engine::is_foreign_mark(name));
}

BOOST_AUTO_TEST_SUITE_END()
