// Whose a Message-ID is, and one for a message without.
#include "dedupe/message_id.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;
using dedupe::made_message_id;

namespace {

message::Message mail(message::HeaderList headers, std::string queue_id) {
  message::Message out;
  out.headers = std::move(headers);
  out.envelope.queue_id = std::move(queue_id);
  return out;
}

const message::HeaderList kDated = {{"Date", " Mon, 1 Jan 2024 10:00:00 +0000"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(dedupe_message_id)

BOOST_AUTO_TEST_CASE(a_field_with_the_queue_id_is_the_mtas) {
  const message::HeaderList headers = {{"Message-Id", " <20260101.4XyZ@mx>"}};
  BOOST_TEST(dedupe::is_made_by_mta(mail(headers, "4XyZ"), "message-id"));
  BOOST_TEST(!dedupe::is_made_by_mta(mail(headers, "4XyZ"), "resent-message-id"));
  BOOST_TEST(!dedupe::is_made_by_mta(mail(headers, "XyZ"), "message-id"));
  BOOST_TEST(!dedupe::is_made_by_mta(mail(headers, ""), "message-id"));
  BOOST_TEST(!dedupe::has_own_message_id(mail(headers, "4XyZ")));
  BOOST_TEST(dedupe::has_own_message_id(mail(headers, "5XyZ")));
}

BOOST_AUTO_TEST_CASE(every_transmission_of_a_message_gets_one_message_id) {
  const std::string made = made_message_id(mail(kDated, "A1"), "v2:x", "example.com");
  BOOST_TEST(made == made_message_id(mail(kDated, "B2"), "v2:x", "example.com"));
  BOOST_TEST(made != made_message_id(mail(kDated, "A1"), "v2:y", "example.com"));
  BOOST_TEST(made.starts_with("<waybill."));
  BOOST_TEST(made.ends_with("@example.com>"));
  BOOST_TEST(made.size() == std::string("<waybill.@example.com>").size() + 32);
}

BOOST_AUTO_TEST_CASE(two_arrivals_of_the_same_words_without_date_get_two) {
  const std::string made = made_message_id(mail({}, "A1"), "v2:x", "example.com");
  BOOST_TEST(made != made_message_id(mail({}, "B2"), "v2:x", "example.com"));
  BOOST_TEST(made == made_message_id(mail({}, "A1"), "v2:x", "example.com"));
}

BOOST_AUTO_TEST_SUITE_END()
