// Dates that read the same everywhere, and those that do not.
#include "rules/iso_date.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::rules;

BOOST_AUTO_TEST_SUITE(rules_iso_date)

BOOST_AUTO_TEST_CASE(iso_dates_are_read) {
  BOOST_TEST(parse_iso_date("1970-01-01")->seconds == 0);
  BOOST_TEST(!parse_iso_date("1970-01-01")->has_zone);
  BOOST_TEST(parse_iso_date("2026-03-31T18:00:00+02:00")->seconds == 1774972800);
  BOOST_TEST(parse_iso_date("2026-03-31T18:00:00+02:00")->has_zone);
  BOOST_TEST(parse_iso_date("2026-03-31 16:00:00.25Z")->seconds == 1774972800);
  BOOST_TEST(parse_iso_date("2026-03-31T11:00-05:00")->seconds == 1774972800);
}

BOOST_AUTO_TEST_CASE(all_else_is_refused) {
  for (const char* bad : {"", "03/31/2017", "31.03.2017 18:00", "2026-02-30", "2026-13-01", "2026-3-1", "2026-03-31T",
                          "2026-03-31T25:00", "2026-03-31T18:00Zx", "2026-03-31T18:00+2", "26-03-31", "-026-03-31"}) {
    BOOST_TEST(!parse_iso_date(bad).has_value(), bad);
  }
}

BOOST_AUTO_TEST_CASE(written_dates_read_back) {
  for (const std::int64_t moment : {std::int64_t{0}, std::int64_t{1774972800}, std::int64_t{951782399}}) {
    BOOST_TEST(parse_iso_date(to_iso_date(moment))->seconds == moment);
  }
  BOOST_TEST(to_iso_date(951782400) == "2000-02-29T00:00:00Z");
}

BOOST_AUTO_TEST_SUITE_END()
