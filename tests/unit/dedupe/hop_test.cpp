// How far a message has come.
#include "dedupe/hop.h"

#include <boost/test/unit_test.hpp>

using namespace waybill;

BOOST_AUTO_TEST_SUITE(dedupe_hop)

BOOST_AUTO_TEST_CASE(each_field_counts_in_any_case_of_its_name) {
  BOOST_TEST(dedupe::count_hops({}) == 0U);
  BOOST_TEST(dedupe::count_hops({{"X-Waybill-Hop", " a 1"}, {"Subject", " x"}, {"x-waybill-hop", " b 2"}}) == 2U);
  BOOST_TEST(dedupe::hop("mx1.example.com", "4cXyQ1") == " mx1.example.com 4cXyQ1");
}

BOOST_AUTO_TEST_CASE(a_message_came_by_where_a_received_field_has_the_queue_id) {
  const message::HeaderList headers = {{"Received", " from a by mx1.example.com (Postfix)\r\n\twith ESMTP id 4cXyQ1;"},
                                       {"X-Other", " 4cXyQ2"}};
  BOOST_TEST(dedupe::came_by(headers, "4cXyQ1"));
  BOOST_TEST(!dedupe::came_by(headers, "4cXyQ2"));
}

BOOST_AUTO_TEST_SUITE_END()
