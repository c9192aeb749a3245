// Which texts are wrapped, and signatures wrapped like them.
#include "signature/wrap_lines.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::signature;

namespace {

std::string words(std::size_t length) {
  std::string out;
  while (out.size() < length) out += "word ";
  out.resize(length);
  if (out.back() == ' ') out.back() = '.';
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_wrap_lines)

BOOST_AUTO_TEST_CASE(a_long_line_that_goes_on_is_a_wrapped_one) {
  BOOST_TEST(wrap_width("Hello,\r\n\r\n" + words(72) + "\r\nand so on.\r\n") == 72U);
  BOOST_TEST(wrap_width(words(60) + "\nand\n" + words(78) + "\n") == 78U);
  BOOST_TEST(wrap_width(words(70) + "\nand https://x.example\n" + std::string(200, 'x') + "\n") == 70U);
}

BOOST_AUTO_TEST_CASE(other_texts_are_not_wrapped) {
  BOOST_TEST(wrap_width("") == 0U);
  BOOST_TEST(wrap_width("Hello,\n\nthanks.\nAnna\n") == 0U);
  BOOST_TEST(wrap_width(words(72) + "\n\nThanks\n") == 0U);
  BOOST_TEST(wrap_width(words(72) + "\nand\n" + words(81) + "\n") == 0U);
  BOOST_TEST(wrap_width("Yes.\n> " + words(70) + "\n> and\n") == 0U);
  BOOST_TEST(wrap_width(words(72) + "\n> and\n") == 0U);
}

BOOST_AUTO_TEST_CASE(lines_are_broken_at_blanks) {
  BOOST_TEST(wrapped("aa bb cc", 5) == "aa bb\ncc");
  BOOST_TEST(wrapped("aa bb cc", 4) == "aa\nbb\ncc");
  BOOST_TEST(wrapped("aa bb cc", 8) == "aa bb cc");
  BOOST_TEST(wrapped("aa bb cc", 0) == "aa bb cc");
  BOOST_TEST(wrapped("a aaaaaaaaa b\n\nc", 4) == "a\naaaaaaaaa\nb\n\nc");
  BOOST_TEST(wrapped("  - aa bb", 5) == "  -\naa bb");
  BOOST_TEST(wrapped("-- \näö üß", 5) == "-- \näö üß");
  BOOST_TEST(wrapped("    aaaa", 3) == "    aaaa");
  BOOST_TEST(wrapped("aa bb > cc", 5) == "aa\nbb >\ncc");
}

BOOST_AUTO_TEST_SUITE_END()
