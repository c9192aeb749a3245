// From the texts in Redis to what they say.
#include <boost/test/unit_test.hpp>

#include "store/redis_scripts.h"

using namespace waybill::store;

BOOST_AUTO_TEST_SUITE(redis_texts)

BOOST_AUTO_TEST_CASE(keys_and_back) {
  const auto key = read_seen_key("p:", seen_key("p:", "v1:a", "way", "b/o b:@x"));
  BOOST_REQUIRE(key.has_value());
  BOOST_TEST(key->id == "v1:a");
  BOOST_TEST(key->way == "way");
  BOOST_TEST(key->recipient == "b/o b:@x");
  for (const char* other : {"", "p:", "p:seen:", "p:seen:v1:a", "p:seen:v1:a/way", "p:queue:mx1/Q1", "q:seen:a/b/c"}) {
    BOOST_TEST(!read_seen_key("p:", other).has_value(), other);
  }
}

BOOST_AUTO_TEST_CASE(proven_sightings) {
  const auto proven = read_proven("-5 1700000000 mx1.example.com/Q1");
  BOOST_REQUIRE(proven.has_value());
  BOOST_TEST((proven->sighting == waybill::engine::Sighting{"mx1.example.com", "Q1", -5}));
  BOOST_TEST(proven->proven_at == 1700000000);
  for (const char* other : {"", "1", "1 2", "1 2 mx1", "x 2 mx1/Q1", "1 x mx1/Q1", "1  mx1/Q1", "1 2x mx1/Q1"}) {
    BOOST_TEST(!read_proven(other).has_value(), other);
  }
}

BOOST_AUTO_TEST_CASE(candidates_of_a_queue_id) {
  const auto candidates = read_candidates("v1:a/way 1000");
  BOOST_REQUIRE(candidates.has_value());
  BOOST_TEST(candidates->id == "v1:a");
  BOOST_TEST(candidates->way == "way");
  BOOST_TEST(candidates->at == 1000);
  for (const char* other : {"", "v1:a", "v1:a/way", "v1:a/way x", "v1:a way 1000", "v1:a/way 1000 "}) {
    BOOST_TEST(!read_candidates(other).has_value(), other);
  }
}

BOOST_AUTO_TEST_SUITE_END()
