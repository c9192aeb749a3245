// Values with the places of their characters.
#include "import/value.h"

#include <boost/test/unit_test.hpp>

#include "import/text_places.h"

using namespace waybill;
using namespace waybill::import;

BOOST_AUTO_TEST_SUITE(import_value)

BOOST_AUTO_TEST_CASE(texts_that_are_joined_keep_their_places) {
  Value out = text_value("ab", {"f", 1, 5});
  Value more = text_value("cd", {"f", 3, 7});
  more.jumps.push_back({1, 4, 1});
  append_text(out, more);
  BOOST_TEST(out.text == "abcd");
  BOOST_TEST(out.place.column == 5);
  BOOST_REQUIRE(out.jumps.size() == 2U);
  BOOST_TEST(out.jumps[0].offset == 2U);
  BOOST_TEST(out.jumps[0].line == 3);
  BOOST_TEST(out.jumps[0].column == 7);
  BOOST_TEST(out.jumps[1].offset == 3U);
  BOOST_TEST(out.jumps[1].line == 4);
}

BOOST_AUTO_TEST_CASE(numbers_have_units) {
  BOOST_TEST(*read_number("12") == "12");
  BOOST_TEST(*read_number("-1") == "-1");
  BOOST_TEST(*read_number("0x1F") == "31");
  BOOST_TEST(*read_number("10MB") == "10485760");
  for (const char* word : {"", "kb", "1.5", "1xb", "9999999999999999pb", "a", "0x"})
    BOOST_TEST(!read_number(word), word);
}

BOOST_AUTO_TEST_CASE(tables_are_read_in_any_case) {
  Value table{Value::Kind::Table};
  table.put("Name", text_value("a", {}));
  table.put("NAME", text_value("b", {}));
  BOOST_REQUIRE(table.items.size() == 1U);
  BOOST_TEST(table.find("name")->text == "b");
  BOOST_TEST((table.find("x") == nullptr));
}

BOOST_AUTO_TEST_CASE(places_are_those_of_counting_from_the_start) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += i % 7 == 0 ? "\n" : i % 3 == 0 ? "\u00e4" : "x";
  const base::Place start{"f", 2, 4};
  const TextPlaces places(text, start);
  for (std::size_t i = 0; i <= text.size(); i += 13) BOOST_TEST((places.at(i) == base::advance(start, text, i)), i);
}

BOOST_AUTO_TEST_SUITE_END()
