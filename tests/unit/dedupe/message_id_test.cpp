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

BOOST_AUTO_TEST_CASE(a_message_id_of_ours_is_not_the_authors) {
  const std::string made = made_message_id(mail(kDated, "A1"), "v2:x", "example.com");
  BOOST_TEST(dedupe::is_made_by_us(' ' + made + '\n'));
  BOOST_TEST(!dedupe::has_own_message_id(mail({{"Message-ID", ' ' + made}}, "A1")));
  for (const char* other :
       {"<waybill.0123456789abcdef0123456789abcde@x>", "<waybill.0123456789abcdef0123456789abcdeg@x>",
        "<waybill.0123456789abcdef0123456789abcdef", "<Waybill.0123456789abcdef0123456789abcdef@x>", "<waybill.",
        "waybill.0123456789abcdef0123456789abcdef@x"}) {
    BOOST_TEST(!dedupe::is_made_by_us(other), other);
    BOOST_TEST(dedupe::has_own_message_id(mail({{"Message-ID", other}}, "A1")), other);
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_recognizable_is_stamped_by_arrival) {
  const auto stamp = [](message::HeaderList headers, std::string queue_id) {
    return dedupe::stamped(mail(std::move(headers), std::move(queue_id)), "v2:x");
  };
  BOOST_TEST(stamp({{"Message-ID", " <1@x>"}}, "A1") == "v2:x");
  BOOST_TEST(stamp(kDated, "A1") == "v2:x");
  BOOST_TEST(stamp({}, "A1") != stamp({}, "B2"));
  BOOST_TEST(stamp({{"Date", " "}, {"Message-ID", " "}}, "A1").starts_with("v2:x."));
  BOOST_TEST(stamp({}, "A1").starts_with("v2:x."));
  BOOST_TEST(stamp({}, "A1").size() == 16U);
  BOOST_TEST(dedupe::without_arrival(stamp({}, "A1")) == "v2:x");
  BOOST_TEST(dedupe::without_arrival("v2:x") == "v2:x");
  // The MTA's Date is no author's either.
  const message::HeaderList by_mta = {{"Date", " now"}, {"Message-ID", " <2026.A1@mx>"}};
  BOOST_TEST(stamp(by_mta, "A1").starts_with("v2:x."));
  BOOST_TEST(stamp(by_mta, "B2") == "v2:x");
}

BOOST_AUTO_TEST_CASE(two_arrivals_of_the_same_words_without_date_get_two) {
  const std::string made = made_message_id(mail({}, "A1"), "v2:x", "example.com");
  BOOST_TEST(made != made_message_id(mail({}, "B2"), "v2:x", "example.com"));
  BOOST_TEST(made == made_message_id(mail({}, "A1"), "v2:x", "example.com"));
}

BOOST_AUTO_TEST_CASE(what_is_compared_has_an_id_and_a_date_and_was_resent_by_name) {
  message::Message message;
  message.envelope.queue_id = "4cXy1234";
  message.headers = {{"Message-ID", " <1@x>"}, {"Date", " Thu, 1 Jan 2026 00:00:00 +0000"}};
  BOOST_TEST(dedupe::is_comparable(message));
  message.headers.push_back({"Resent-To", " bob@example.com"});
  BOOST_TEST(!dedupe::is_comparable(message));
  message.headers.push_back({"Resent-Message-ID", " <20260101.4cXy1234@mx>"});
  BOOST_TEST(!dedupe::is_comparable(message));
  message.headers.back().value = " <2@client>";
  BOOST_TEST(dedupe::is_comparable(message));
  message.headers[1].value = " ";
  BOOST_TEST(!dedupe::is_comparable(message));
}

BOOST_AUTO_TEST_SUITE_END()
