// A rule's own text version: written as it is, with the same tokens.
#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

#include "signature/template.h"

using namespace waybill;
using namespace waybill::signature;

namespace {

using Person = std::map<std::string, std::string, std::less<>>;

std::string said_of(std::string_view text) {
  base::Diagnostics diagnostics;
  Template::parse_text(text, {"f", 1, 1}, diagnostics);
  std::string said;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) said += to_string(diagnostic) + "\n";
  return said;
}

std::string text_of(std::string_view text, const Person& person, EmptyLines empty_lines = EmptyLines::Remove) {
  base::Diagnostics diagnostics;
  const Signature signature{Template::parse("<p>html</p>", {}, diagnostics),
                            Template::parse_text(text, {}, diagnostics), empty_lines};
  BOOST_REQUIRE(!diagnostics.has_errors());
  const auto value_of = [&](std::string_view token) {
    const auto found = person.find(token);
    return found == person.end() ? std::string() : found->second;
  };
  const Fragment fragment = render(signature, value_of, 0);
  BOOST_TEST(fragment.has_own_text);
  BOOST_TEST(fragment.html == "<div><p>html</p></div>");
  return fragment.text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_text_template)

BOOST_AUTO_TEST_CASE(text_and_values_stay_as_they_are) {
  BOOST_TEST(text_of("-- \r\n<%%Company%%>\tAT&amp;T\n\n  100%%%%\n", {{"Company", "A&B \"<b>\""}}) ==
             "-- \n<A&B \"<b>\">\tAT&amp;T\n\n  100%%");
  BOOST_TEST(text_of("a\n%%Title%%", {{"Title", "x\r\n\r\nFrom: y"}}) == "a\nx    From: y");
  BOOST_TEST(text_of("%%Title|A & B%% %%Date:dd.MM.yyyy%%", {}) == "A & B 01.01.1970");
}

BOOST_AUTO_TEST_CASE(lines_without_values_vanish) {
  BOOST_TEST(text_of("%%DisplayName%%\nTel: %%PhoneNumber%%\n\nExample Ltd\n", {{"DisplayName", "Anna"}}) ==
             "Anna\n\nExample Ltd");
  BOOST_TEST(text_of("%%City%%\n\nTel: %%PhoneNumber%%\n", {}) == "");
  BOOST_TEST(text_of("a\nTel: %%PhoneNumber%%", {}, EmptyLines::Keep) == "a\nTel: ");
}

BOOST_AUTO_TEST_CASE(a_line_of_sections_alone_is_none) {
  constexpr std::string_view kText = "a\n%%If City%%\nCity: %%City%%\n %%Else%%\nno city\n%%EndIf%%\nb";
  BOOST_TEST(text_of(kText, {{"City", "c"}}) == "a\nCity: c\nb");
  BOOST_TEST(text_of(kText, {}) == "a\nno city\nb");
  BOOST_TEST(text_of("a%%If City%%, %%City%%%%EndIf%%\nb", {}) == "a\nb");
  BOOST_TEST(text_of("%%If City%%x%%EndIf%%\nb", {}) == "b");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_at_its_place) {
  BOOST_TEST(said_of("a\n  %%If City%%\n") == "f:2:3: error: %%If City%% has no %%EndIf%%\n");
  BOOST_TEST(said_of("a\n%%Display\r\nName%%") ==
             "f:2:1: warning: %%DisplayName%% is divided by tags or a line break; write it in one piece\n");
  BOOST_TEST(said_of("%%If City%%\n%%City%%\n%%EndIf%%\n100%%\n%%City%%") == "");
  BOOST_TEST(said_of("a\nä%%Xyzzy%%") == "f:2:2: warning: unknown token %%Xyzzy%% stays as written\n");
  BOOST_TEST(said_of("%%If City\n%%") == "f:1:1: error: %%If has no closing %% in the same text or attribute value\n");
}

BOOST_AUTO_TEST_SUITE_END()
