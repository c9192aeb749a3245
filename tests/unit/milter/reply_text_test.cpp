// What a reply may hold, whoever wrote it.
#include "milter/reply_text.h"

#include <boost/test/unit_test.hpp>

using waybill::milter::reply_text;

BOOST_AUTO_TEST_SUITE(milter_reply_text)

BOOST_AUTO_TEST_CASE(percent_signs_are_doubled) { BOOST_TEST(reply_text("100 %s") == "100 %%s"); }

BOOST_AUTO_TEST_CASE(line_breaks_cannot_make_a_second_reply) {
  BOOST_TEST(reply_text("no\r\n250 ok\nx\ry") == "no 250 ok x y");
}

BOOST_AUTO_TEST_CASE(what_is_not_printable_ascii_becomes_a_question_mark) {
  BOOST_TEST(reply_text("\xC3\xA4\x01\x7f") == "????");
}

BOOST_AUTO_TEST_CASE(nothing_is_longer_than_900_bytes_and_no_doubled_sign_is_cut) {
  BOOST_TEST(reply_text(std::string(900, 'a')).size() == 900U);
  BOOST_TEST(reply_text(std::string(901, 'a')).size() == 900U);
  BOOST_TEST(reply_text("a" + std::string(1000, '%')) == "a" + std::string(898, '%'));
}

BOOST_AUTO_TEST_SUITE_END()
