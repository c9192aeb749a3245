// Places that the memory was not told of.
#include "store/unmet.h"

#include <boost/test/unit_test.hpp>

using waybill::store::Unmet;

BOOST_AUTO_TEST_SUITE(store_unmet)

BOOST_AUTO_TEST_CASE(until_the_next_message_is_met_there) {
  Unmet unmet;
  BOOST_TEST(!unmet.has("mx1/Q1"));
  unmet.add("mx1/Q1");
  unmet.add("mx1/Q1");
  BOOST_TEST(unmet.has("mx1/Q1"));
  BOOST_TEST(!unmet.has("mx2/Q1"));
  unmet.remove("mx1/Q1");
  unmet.remove("mx1/Q1");
  BOOST_TEST(!unmet.has("mx1/Q1"));
}

BOOST_AUTO_TEST_CASE(the_last_ones_are_held) {
  Unmet unmet;
  for (std::size_t i = 0; i < Unmet::kMost + 10; ++i) unmet.add(std::to_string(i));
  BOOST_TEST(!unmet.has("9"));
  BOOST_TEST(unmet.has("10"));
  BOOST_TEST(unmet.has(std::to_string(Unmet::kMost + 9)));
}

BOOST_AUTO_TEST_SUITE_END()
