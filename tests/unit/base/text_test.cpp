// ASCII and UTF-8 helpers, with what hostile input does to them.
#include "base/text.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::base;

BOOST_AUTO_TEST_SUITE(base_text)

BOOST_AUTO_TEST_CASE(case_is_folded_in_ascii_only) {
  BOOST_TEST(lower("AbÄ") == "abÄ");
  BOOST_TEST(equals_ignore_case("Content-Type", "content-TYPE"));
  BOOST_TEST(!equals_ignore_case("a", "ab"));
  BOOST_TEST(starts_with_ignore_case("Re: x", "rE:"));
}

BOOST_AUTO_TEST_CASE(utf8_is_checked_after_rfc3629) {
  for (const char* good : {"", "a", "ä", "€", "😀", "\xEF\xBF\xBD"}) BOOST_TEST(is_valid_utf8(good));
  for (const char* bad : {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3", "a\xFFz"}) {
    BOOST_TEST(!is_valid_utf8(bad));
  }
}

BOOST_AUTO_TEST_CASE(code_points_go_out_as_they_came_in) {
  for (const char32_t c : {U'a', U'ä', U'€', U'😀'}) {
    std::string text;
    append_utf8(text, c);
    std::size_t offset = 0;
    BOOST_TEST((next_code_point(text, offset) == c));
    BOOST_TEST(offset == text.size());
  }
  std::size_t offset = 0;
  BOOST_TEST((next_code_point("\xC3", offset) == 0xFFFD));
  BOOST_TEST(offset == 1U);
}

BOOST_AUTO_TEST_CASE(nothing_in_a_log_line_can_fake_another) {
  BOOST_TEST(printable("a\r\nb\"c\\") == "a\\x0D\\x0Ab\\\"c\\\\");
  BOOST_TEST(printable("ü\xFF") == "ü\\xFF");
  BOOST_TEST(printable("abcdef", 3) == "abc...");
}

BOOST_AUTO_TEST_CASE(a_typing_error_finds_its_word) {
  BOOST_TEST(closest("FromMemberof", {"From", "FromMemberOf"}) == "FromMemberOf");
  BOOST_TEST(closest("ApplyHtmlDisclamerText", {"ApplyHtmlDisclaimerText", "Name"}) == "ApplyHtmlDisclaimerText");
  BOOST_TEST(closest("zzz", {"Name", "Mode"}).empty());
}

BOOST_AUTO_TEST_CASE(lines_come_one_by_one_as_split_gives_them) {
  for (const std::string_view text : {"", "a", "a\n", "\n", "a\n\nb\r\n", "\n\n"}) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at <= text.size();) lines.push_back(next_line(text, at));
    BOOST_TEST(lines == split(text, '\n'), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(line_ends_are_taken_off) {
  BOOST_TEST(without_line_end("a\r\n") == "a");
  BOOST_TEST(without_line_end("a\n") == "a");
  BOOST_TEST(without_line_end("a\n\n") == "a\n");
  BOOST_TEST(without_line_end("a") == "a");
}

BOOST_AUTO_TEST_CASE(hashes_are_those_of_the_draft) {  // draft-eastlake-fnv, appendix C
  BOOST_TEST(to_hex(fnv1a("")) == "cbf29ce484222325");
  BOOST_TEST(to_hex(fnv1a("foobar")) == "85944171f73967e8");
}

BOOST_AUTO_TEST_CASE(split_keeps_empty_fields) {
  BOOST_TEST(split("a,,b", ',').size() == 3U);
  BOOST_TEST(split("", ',').size() == 1U);
  BOOST_TEST(trim(" \r\n x\t ") == "x");
}

BOOST_AUTO_TEST_SUITE_END()
