// What follows DATA: line ends, dots, and nothing else.
#include "smtp/data_writer.h"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace waybill::smtp;
using Pieces = std::vector<std::string_view>;

namespace {

std::string written(const Pieces& pieces) {
  std::string out;
  DataWriter writer(pieces);
  for (std::string_view slice = writer.next(); !slice.empty(); slice = writer.next()) out += slice;
  BOOST_TEST(writer.next().empty());
  return out;
}

// The same in one go, and byte by byte, as said in words.
std::string expected(std::string_view message) {
  std::string out;
  char last = '\n';
  for (const char c : message) {
    if (c == '.' && last == '\n') out += '.';
    if (c == '\n' && last != '\r') out += '\r';
    out += c;
    last = c;
  }
  return out + (last == '\n' ? "" : "\r\n") + ".\r\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(smtp_data_writer)

BOOST_AUTO_TEST_CASE(what_is_right_stays) {
  BOOST_TEST(written({"a: b\r\n\r\n", "text\r\n"}) == "a: b\r\n\r\ntext\r\n.\r\n");
}

BOOST_AUTO_TEST_CASE(an_empty_message_is_the_dot) {
  BOOST_TEST(written({}) == ".\r\n");
  BOOST_TEST(written({"", ""}) == ".\r\n");
}

BOOST_AUTO_TEST_CASE(dots_at_the_beginning_of_a_line_are_doubled) {
  BOOST_TEST(written({".\r\n..\r\n.a.\r\na.\r\n"}) == "..\r\n...\r\n..a.\r\na.\r\n.\r\n");
  BOOST_TEST(written({"a\r\n", ".", ".\r\n"}) == "a\r\n...\r\n.\r\n");
}

BOOST_AUTO_TEST_CASE(a_bare_line_feed_becomes_a_line_end) {
  BOOST_TEST(written({"\na\n\n.\n"}) == "\r\na\r\n\r\n..\r\n.\r\n");
}

BOOST_AUTO_TEST_CASE(a_bare_carriage_return_stays_and_ends_nothing) {
  BOOST_TEST(written({"a\rb\r.\r\rc\r\r\n"}) == "a\rb\r.\r\rc\r\r\n.\r\n");
}

BOOST_AUTO_TEST_CASE(no_ending_of_a_message_is_a_premature_end) {
  for (const char* smuggled : {"a\n.\nb", "a\r\n.\r\nb", "a\n.\r\nb", "a\r\n.\nb", "a\r\r\n.\r\nb"}) {
    const std::string out = written({smuggled});
    BOOST_TEST(out.find("\n.\r\n") == out.size() - 4);
    BOOST_TEST(out.find("\n.\n") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(the_last_line_gets_an_end) {
  BOOST_TEST(written({"a"}) == "a\r\n.\r\n");
  BOOST_TEST(written({"a\r\n."}) == "a\r\n..\r\n.\r\n");
  BOOST_TEST(written({"a\r"}) == "a\r\r\n.\r\n");
}

BOOST_AUTO_TEST_CASE(pieces_may_end_anywhere) {
  const std::string message("a\r\n.b\n.\r\r\n..\n\n.\0.\n\x80\r", 20);
  for (std::size_t i = 0; i <= message.size(); ++i) {
    for (std::size_t j = i; j <= message.size(); ++j) {
      const std::string_view all = message;
      BOOST_TEST(written({all.substr(0, i), all.substr(i, j - i), all.substr(j)}) == expected(message));
    }
  }
}

BOOST_AUTO_TEST_CASE(all_short_messages) {
  constexpr std::string_view kBytes = "a.\r\n";
  for (unsigned number = 0; number < 4096; ++number) {
    std::string message;
    for (unsigned digit = 0; digit < 6; ++digit) message += kBytes[(number >> (2 * digit)) & 3U];
    const std::string out = written({message});
    if (out != expected(message)) BOOST_ERROR("message number " << number);
  }
}

BOOST_AUTO_TEST_CASE(the_survey_counts_as_size_does) {
  BOOST_TEST(survey({}).bytes == 0U);
  BOOST_TEST(survey({"a\r\n", ".\r\n"}).bytes == 6U);
  BOOST_TEST(survey({"a\n", "b\r", "\nc"}).bytes == 9U);
  BOOST_TEST(!survey({"a\r\n"}).eight_bit);
  BOOST_TEST(survey({"a", "\xC3\xA9\r\n", "b"}).eight_bit);
}

BOOST_AUTO_TEST_SUITE_END()
