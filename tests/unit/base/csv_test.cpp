// Values that would break a row of CSV.
#include "base/csv.h"

#include <boost/test/unit_test.hpp>

using waybill::base::csv_field;

BOOST_AUTO_TEST_SUITE(base_csv)

BOOST_AUTO_TEST_CASE(quotes_stand_where_they_have_to) {
  BOOST_TEST(csv_field("").empty());
  BOOST_TEST(csv_field("Anna Müller; x") == "Anna Müller; x");
  BOOST_TEST(csv_field("uid=a,dc=b") == "\"uid=a,dc=b\"");
  BOOST_TEST(csv_field("the \"boss\"") == "\"the \"\"boss\"\"\"");
  BOOST_TEST(csv_field("two\nlines") == "\"two\nlines\"");
}

BOOST_AUTO_TEST_SUITE_END()
