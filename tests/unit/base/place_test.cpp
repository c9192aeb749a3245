// Positions count characters, and print as compilers do.
#include "base/place.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::base;

BOOST_AUTO_TEST_SUITE(base_place)

BOOST_AUTO_TEST_CASE(columns_count_characters_not_bytes) {
  const Place place = advance({"rules.toml", 1, 1}, "a\n‘Ü’x", std::string_view("a\n‘Ü’x").find('x'));
  BOOST_TEST(to_string(place) == "rules.toml:2:4");
}

BOOST_AUTO_TEST_CASE(a_warning_alone_is_no_error) {
  Diagnostics diagnostics;
  diagnostics.warn({"f", 3, 4}, "odd");
  BOOST_TEST(!diagnostics.has_errors());
  diagnostics.error({"f", 5, 6}, "wrong");
  BOOST_TEST(diagnostics.has_errors());
  BOOST_TEST(to_string(diagnostics.all()[0]) == "f:3:4: warning: odd");
  BOOST_TEST(to_string(diagnostics.all()[1]) == "f:5:6: error: wrong");
}

BOOST_AUTO_TEST_SUITE_END()
