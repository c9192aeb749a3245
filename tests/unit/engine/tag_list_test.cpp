// Tag lists of DKIM, as strict as a verifier.
#include "engine/tag_list.h"

#include <boost/test/unit_test.hpp>

using waybill::engine::read_tag_list;

BOOST_AUTO_TEST_SUITE(engine_tag_list)

BOOST_AUTO_TEST_CASE(names_and_values_are_read) {
  const auto tags = read_tag_list(" v=1; d = example.com ;\n\th=From:\n\t To;b=a=b=; x_1=;\n ");
  BOOST_REQUIRE(tags.has_value());
  BOOST_TEST(tags->size() == 5U);
  BOOST_TEST(tags->at("d") == "example.com");
  BOOST_TEST(tags->at("h") == "From:\n\t To");
  BOOST_TEST(tags->at("b") == "a=b=");
  BOOST_TEST(tags->at("x_1") == "");
}

BOOST_AUTO_TEST_CASE(names_are_told_apart_by_case) {
  const auto tags = read_tag_list("d=a; D=b");
  BOOST_REQUIRE(tags.has_value());
  BOOST_TEST(tags->at("D") == "b");
}

BOOST_AUTO_TEST_CASE(domains_in_utf_8_are_values) {
  BOOST_TEST(read_tag_list("d=b\xC3\xBC"
                           "cher.example")
                 .has_value());
}

BOOST_AUTO_TEST_CASE(one_fault_makes_the_whole_list_invalid) {
  for (const char* text :
       {"", ";", "v", "v=1;;d=x", "v=1; ;", "=1", "1v=1", "v w=1", "v=1; v=1", "v=a\x01", "v=\x7f"}) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST(!read_tag_list(text).has_value()); }
  }
}

BOOST_AUTO_TEST_SUITE_END()
