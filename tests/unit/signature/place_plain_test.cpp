// Where the signature goes in plain text, fixed and flowed.
#include <boost/test/unit_test.hpp>
#include <string>

#include "base/text.h"
#include "signature/place.h"

using namespace waybill;
using namespace waybill::signature;

namespace {

std::string placed(std::string_view text, Location location, std::string_view fragment, bool flowed = false,
                   bool delsp = false) {
  const Placement placement = place_plain(text, location, fragment, {flowed, delsp, "\n"});
  return std::string(text).insert(placement.offset, placement.bytes);
}

std::string appended(std::string_view text, std::string_view fragment = "S") {
  return placed(text, Location::Append, fragment);
}
std::string prepended(std::string_view text) { return placed(text, Location::Prepend, "S"); }
std::string flowed(std::string_view text, std::string_view fragment = "S", bool delsp = false) {
  return placed(text, Location::Append, fragment, true, delsp);
}

// What a reader of format=flowed makes of lines without quotes (RFC 3676, 4.1).
std::string read_flowed(std::string_view text, bool delsp) {
  std::string out;
  for (std::string_view line : base::split(text, '\n')) {
    if (line.starts_with(' ')) line.remove_prefix(1);
    const bool flows = line.ends_with(' ') && line != "-- ";
    if (flows && delsp) line.remove_suffix(1);
    out += line;
    if (!flows) out += '\n';
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_place_plain)

BOOST_AUTO_TEST_CASE(an_empty_line_stands_between) {
  BOOST_TEST(appended("x\n") == "x\n\nS\n");
  BOOST_TEST(appended("x\n", "S\nT") == "x\n\nS\nT\n");
  BOOST_TEST(prepended("x\n") == "S\n\nx\n");
  BOOST_TEST(prepended("x") == "S\n\nx");
}

BOOST_AUTO_TEST_CASE(an_empty_text_needs_none) {
  BOOST_TEST(appended("") == "S");
  BOOST_TEST(prepended("") == "S");
}

BOOST_AUTO_TEST_CASE(a_missing_line_end_stays_missing) {
  BOOST_TEST(appended("x") == "x\n\nS");
  BOOST_TEST(appended("x\ny") == "x\ny\n\nS");
}

BOOST_AUTO_TEST_CASE(empty_lines_at_the_end_stay_and_no_more_are_added) {
  BOOST_TEST(appended("x\n\n") == "x\n\nS\n");
  BOOST_TEST(appended("x\n\n\n") == "x\n\n\nS\n");
  BOOST_TEST(appended("x\n \n") == "x\n \nS\n");
  BOOST_TEST(appended("\n") == "\nS\n");
  BOOST_TEST(prepended("\nx") == "S\n\nx");
  const Placement crlf = place_plain("x\r\n\r\n", Location::Append, "S\nT", {});
  BOOST_TEST(crlf.offset == 5U);
  BOOST_TEST(crlf.bytes == "S\r\nT\r\n");
}

BOOST_AUTO_TEST_CASE(a_signature_separator_is_text_like_other) { BOOST_TEST(appended("x\n-- \n") == "x\n-- \n\nS\n"); }

BOOST_AUTO_TEST_CASE(a_byte_order_mark_stays_first) { BOOST_TEST(prepended("\xEF\xBB\xBFx") == "\xEF\xBB\xBFS\n\nx"); }

BOOST_AUTO_TEST_CASE(an_empty_fragment_inserts_nothing) {
  BOOST_TEST(appended("x", "") == "x");
  BOOST_TEST(placed("x", Location::Prepend, "") == "x");
}

BOOST_AUTO_TEST_CASE(fixed_lines_are_broken_above_900_only) {
  const std::string line = std::string(450, 'a') + " " + std::string(449, 'b');
  BOOST_TEST(appended("", line) == line);
  BOOST_TEST(appended("", line + "b") == std::string(450, 'a') + "\n" + std::string(450, 'b'));
  BOOST_TEST(appended("", std::string(2000, 'a')) == std::string(2000, 'a'));
  BOOST_TEST(appended("", " > x\nFrom y") == " > x\nFrom y");
}

BOOST_AUTO_TEST_CASE(flowed_lines_are_stuffed) {
  BOOST_TEST(flowed("", " a\n> b\nFrom c\nd") == "  a\n > b\n From c\nd");
}

BOOST_AUTO_TEST_CASE(a_flowed_last_line_does_not_swallow_the_signature) {
  BOOST_TEST(flowed("x \n") == "x \n\nS\n");
  BOOST_TEST(flowed("x \n  \n") == "x \n  \n\nS\n");  // two blanks: flowed, not empty
  BOOST_TEST(flowed("x\n \n") == "x\n \nS\n");        // one: a stuffed empty line
  BOOST_TEST(flowed("x ") == "x \n\nS");
}

BOOST_AUTO_TEST_CASE(the_signature_does_not_swallow_the_text) {
  BOOST_TEST(placed("x\n", Location::Prepend, "S   ", true) == "S\n\nx\n");
  BOOST_TEST(placed("x\n", Location::Prepend, "-- ", true) == "-- \n\nx\n");
}

BOOST_AUTO_TEST_CASE(long_flowed_lines_read_as_they_were) {
  std::string words = "From ";
  for (int i = 0; i < 60; ++i)
    words += i % 7 == 0 ? "> wörd" + std::to_string(i) + " " : "From" + std::to_string(i) + " ";
  words += "end";
  for (const bool delsp : {false, true}) {
    const std::string out = flowed("", words, delsp);
    for (const std::string_view line : base::split(out, '\n')) {
      std::size_t characters = 0;
      for (std::size_t at = 0; at < line.size(); ++characters) base::next_code_point(line, at);
      BOOST_TEST(characters <= 78U);
    }
    BOOST_TEST(base::split(out, '\n').size() > 5U);
    BOOST_TEST(read_flowed(out, delsp) == words + "\n");
  }
}

BOOST_AUTO_TEST_CASE(no_wrapped_line_becomes_a_separator) {
  const std::string line = "-- " + std::string(100, 'x');
  BOOST_TEST(read_flowed(flowed("", line), false) == line + "\n");
  const std::string many(1000, ' ');
  BOOST_TEST(flowed("", many) == "");
}

BOOST_AUTO_TEST_SUITE_END()
