// What is a retry, and what is another arrival of the same message.
#include "dedupe/passage.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;
using dedupe::passage;

namespace {

message::Message mail(message::HeaderList headers = {{"Message-ID", " <1@x>"}}) {
  message::Message out;
  out.envelope.sender = "a@x";
  out.envelope.queue_id = "4XyZ";
  out.headers = std::move(headers);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dedupe_passage)

BOOST_AUTO_TEST_CASE(a_retry_is_known_by_id_sender_and_list) {
  const auto first = passage(mail(), "v1:a");
  BOOST_TEST(first.id == "v1:a");
  BOOST_TEST(first.way.size() == 22U);
  message::Message again = mail();
  again.envelope.queue_id = "5Abc";
  again.envelope.sender = "A@X";
  again.headers.insert(again.headers.begin(), {"Received", " from elsewhere"});
  BOOST_TEST(passage(again, "v1:a").way == first.way);
}

BOOST_AUTO_TEST_CASE(what_a_list_sends_is_no_retry_of_what_came_directly) {
  message::Message bounces = mail();
  bounces.envelope.sender = "list-bounces@x";
  BOOST_TEST(passage(bounces, "v1:a").way != passage(mail(), "v1:a").way);
  const auto list = passage(mail({{"Message-ID", " <1@x>"}, {"List-Id", " <l.x>"}}), "v1:a");
  BOOST_TEST(list.way != passage(mail(), "v1:a").way);
  BOOST_TEST(list.way == passage(mail({{"List-ID", "\n <l.x>"}, {"Message-ID", " <1@x>"}}), "v1:a").way);
}

BOOST_AUTO_TEST_CASE(a_message_without_own_id_is_anonymous) {
  BOOST_TEST(!passage(mail(), "v1:a").is_anonymous);
  BOOST_TEST(passage(mail({}), "v1:a").is_anonymous);
  BOOST_TEST(passage(mail({{"Message-ID", " "}}), "v1:a").is_anonymous);
  BOOST_TEST(passage(mail({{"Message-Id", " <20260101.4XyZ@mx>"}}), "v1:a").is_anonymous);
  BOOST_TEST(passage(mail({{"Message-Id", " <waybill.0123456789abcdef0123456789abcdef@x>"}}), "v1:a").is_anonymous);
  BOOST_TEST(passage(mail({}), "v1:a.arrival").id == "v1:a");
  BOOST_TEST(passage(mail(), "v1:a").lifetime() == 7 * 86400);
  BOOST_TEST(passage(mail({}), "v1:a").lifetime() == 3600);
}

BOOST_AUTO_TEST_SUITE_END()
