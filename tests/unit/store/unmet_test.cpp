// Messages that the memory was not told of.
#include "store/unmet.h"

#include <boost/test/unit_test.hpp>

using waybill::engine::Arrival;
using waybill::store::Unmet;

namespace {

Arrival at(std::string queue_id) { return {"v2:id", "way.0", {"mx1", std::move(queue_id), 1}, {}}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(store_unmet)

BOOST_AUTO_TEST_CASE(until_the_next_message_is_met_there) {
  Unmet unmet;
  BOOST_TEST(!unmet.has("mx1/Q1"));
  unmet.add("mx1/Q1", at("Q1"));
  unmet.add("mx1/Q1", at("Q1"));
  BOOST_TEST(unmet.has("mx1/Q1"));
  BOOST_TEST(!unmet.has("mx2/Q1"));
  unmet.remove("mx1/Q1");
  unmet.remove("mx1/Q1");
  BOOST_TEST(!unmet.has("mx1/Q1"));
}

BOOST_AUTO_TEST_CASE(they_wait_in_their_order_until_they_are_told_or_given_up) {
  Unmet unmet;
  for (const char* id : {"Q1", "Q2", "Q3"}) unmet.add(id, at(id));
  unmet.remove("Q2");
  BOOST_TEST(unmet.oldest()->here.queue_id == "Q1");
  unmet.give_up("Q1");
  unmet.give_up("Q1");
  unmet.give_up("nobody");
  BOOST_TEST(unmet.has("Q1"));
  BOOST_TEST(unmet.oldest()->here.queue_id == "Q3");
  unmet.remove("Q3");
  BOOST_TEST(!unmet.oldest());
  unmet.add("Q1", at("Q1"));  // another message
  BOOST_TEST(unmet.oldest()->here.queue_id == "Q1");
}

BOOST_AUTO_TEST_CASE(the_last_ones_are_held) {
  Unmet unmet;
  Arrival many = at("Q");
  many.recipients.resize(999);
  for (std::size_t i = 0; i < 110; ++i) unmet.add(std::to_string(i), many);
  BOOST_TEST(!unmet.has("9"));
  BOOST_TEST(unmet.has("10"));
  BOOST_TEST(unmet.has("109"));
  unmet.give_up("50");
  unmet.add("110", many);  // what was given up goes first
  BOOST_TEST(!unmet.has("50"));
  BOOST_TEST(unmet.has("10"));
  many.recipients.resize(Unmet::kMost);
  unmet.add("huge", many);
  BOOST_TEST(unmet.has("huge"));
  BOOST_TEST(!unmet.has("110"));
}

BOOST_AUTO_TEST_SUITE_END()
