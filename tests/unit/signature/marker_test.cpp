// The user's own marker, wherever she typed it.
#include <boost/test/unit_test.hpp>
#include <string>

#include "signature/place.h"

using namespace waybill::signature;

namespace {

constexpr std::string_view kMarker = "%%Signature%%";

std::string result(std::string text, const Placement& placement) {
  return text.replace(placement.offset, placement.length, placement.bytes);
}

std::string html(const std::string& text, std::string_view fragment = "<S>") {
  const auto placement = place_html(text, {Location::Marker, kMarker}, fragment, "\n");
  return placement ? result(text, *placement) : "unclosed";
}

std::string plain(const std::string& text, bool flowed = false, std::string_view fragment = "S") {
  return result(text, place_plain(text, {Location::Marker, kMarker}, fragment, {flowed, false, "\n"}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_marker)

BOOST_AUTO_TEST_CASE(plain_text_gets_the_lines_in_its_place) {
  BOOST_TEST(plain("Hello\n%%Signature%%\n> Hi\n") == "Hello\nS\n> Hi\n");
  BOOST_TEST(plain("Hello\n  %%signature%%  \nmore\n") == "Hello\nS\nmore\n");
  BOOST_TEST(plain("Regards %%Signature%% P.S.\n") == "Regards\nS\nP.S.\n");
  BOOST_TEST(plain("%%Signature%%") == "S");
  BOOST_TEST(plain("\xEF\xBB\xBF%%Signature%%\n") == "\xEF\xBB\xBFS\n");
}

BOOST_AUTO_TEST_CASE(the_first_in_the_newest_text_counts) {
  BOOST_TEST(plain("> %%Signature%%\nyes\n%%Signature%%\n%%Signature%%\n") ==
             "> %%Signature%%\nyes\nS\n%%Signature%%\n");
  BOOST_TEST(plain("x\n-----Original Message-----\n%%Signature%%\n") ==
             "x\n-----Original Message-----\n%%Signature%%\n\nS\n");
  BOOST_TEST(html("<blockquote type=cite>%%Signature%%</blockquote><p>%%Signature%%</p>") ==
             "<blockquote type=cite>%%Signature%%</blockquote><p>\n<S>\n</p>");
}

BOOST_AUTO_TEST_CASE(without_one_it_is_appended) {
  BOOST_TEST(plain("x\n") == "x\n\nS\n");
  BOOST_TEST(plain("x\n", false, "") == "x\n");
  BOOST_TEST(html("<p>x</p>") == "<p>x</p>\n<S>");
  BOOST_TEST(place_html("x", {Location::Marker, kMarker}, "<S>", "\n")->how == "append: no marker found");
}

BOOST_AUTO_TEST_CASE(an_empty_signature_still_takes_it_away) {
  BOOST_TEST(plain("x %%Signature%%\ny\n", false, "").find("Sig") == std::string::npos);
  BOOST_TEST(html("<p>%%Signature%%</p>", "") == "<p></p>");
}

BOOST_AUTO_TEST_CASE(flowed_lines_do_not_join) {
  BOOST_TEST(plain("a long \n%%Signature%%\n", true) == "a long\nS\n");
  BOOST_TEST(plain("-- \n%%Signature%%\n", true) == "-- \nS\n");
  BOOST_TEST(plain("x %%Signature%% From me\n", true) == "x\nS\n From me\n");
}

BOOST_AUTO_TEST_CASE(html_may_divide_and_spell_it) {
  BOOST_TEST(html("<p>%%Sig<span class=x>nature</span>%%</p>") == "<p><span class=x></span>\n<S>\n</p>");
  BOOST_TEST(html("<p>&#37;&percnt;Signature&#x25;%</p>").find("<S>") != std::string::npos);
  BOOST_TEST(html("<p>%%%Signature%%</p>") == "<p>%\n<S>\n</p>");
  BOOST_TEST(html("<p>%%Sig</p><p>nature%%</p>").ends_with("</p>\n<S>"));
}

BOOST_AUTO_TEST_CASE(html_that_shows_no_marker_has_none) {
  for (const std::string text :
       {"<!-- %%Signature%% -->", "<style>%%Signature%%</style>", "<a title=\"%%Signature%%\">x</a>",
        "<pre>%%Signature%%</pre>", "<a href=x>%%Signature%%</a>", "<title>%%Signature%%</title>"}) {
    BOOST_TEST(html(text) == text + "\n<S>");
  }
}

BOOST_AUTO_TEST_SUITE_END()
