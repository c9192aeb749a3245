// Dates as .NET's custom formats write them.
#include "signature/date_format.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::signature;

BOOST_AUTO_TEST_SUITE(signature_date_format)

BOOST_AUTO_TEST_CASE(every_field_is_written) {
  constexpr std::int64_t kMoment = 1772701509;  // Thursday, 2026-03-05 09:05:09
  BOOST_TEST(format_date("yyyy-MM-dd HH:mm:ss", kMoment) == "2026-03-05 09:05:09");
  BOOST_TEST(format_date("d.M.yy H.m.s", kMoment) == "5.3.26 9.5.9");
  BOOST_TEST(format_date("dddd, d MMMM; ddd MMM", kMoment) == "Thursday, 5 March; Thu Mar");
  BOOST_TEST(format_date("yyyy'y'' 'd", kMoment) == "2026y 5");
  BOOST_TEST(format_date("", kMoment) == "");
  BOOST_TEST(format_date("yyyy-MM-dd", -1) == "1969-12-31");
}

BOOST_AUTO_TEST_CASE(what_is_unknown_is_named) {
  BOOST_TEST(!unknown_in_date_format("yyyy-MM-dd 'at' HH:mm, ä"));
  BOOST_TEST(unknown_in_date_format("yyyyy").value_or("") == "yyyyy");
  BOOST_TEST(unknown_in_date_format("dd of MM").value_or("") == "o");
  BOOST_TEST(unknown_in_date_format("d'").value_or("") == "'");
  BOOST_TEST(unknown_in_date_format("hh:mm tt").value_or("") == "hh");
}

BOOST_AUTO_TEST_SUITE_END()
