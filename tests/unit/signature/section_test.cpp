// Sections: what they show, what they keep, and what is wrong with them, to the column.
#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

#include "signature/template.h"

using namespace waybill;
using namespace waybill::signature;

namespace {

using Person = std::map<std::string, std::string, std::less<>>;

std::string said_of(std::string_view html) {
  base::Diagnostics diagnostics;
  Template::parse(html, {"f", 1, 1}, diagnostics);
  std::string said;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) said += to_string(diagnostic) + "\n";
  return said;
}

// Without the <div> around it.
std::string html_of(std::string_view html, const Person& person) {
  base::Diagnostics diagnostics;
  const Signature signature{Template::parse(html, {"f", 1, 1}, diagnostics)};
  BOOST_REQUIRE_MESSAGE(diagnostics.all().empty(), said_of(html));
  const auto value_of = [&](std::string_view token) {
    const auto found = person.find(token);
    return found == person.end() ? std::string() : found->second;
  };
  const std::string out = render(signature, value_of, 0).html;
  return out.empty() ? out : out.substr(5, out.size() - 11);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_section)

BOOST_AUTO_TEST_CASE(a_section_is_shown_when_its_token_has_a_value) {
  constexpr std::string_view kHtml = "a%%If Title%%b%%Else%%c%%EndIf%%d";
  BOOST_TEST(html_of(kHtml, {{"Title", "x"}}) == "abd");
  BOOST_TEST(html_of(kHtml, {}) == "acd");
  BOOST_TEST(html_of(kHtml, {{"Title", " \t"}}) == "acd");
  BOOST_TEST(html_of("a%%if&nbsp;not  title%%b%%ENDIF%%", {}) == "ab");
  BOOST_TEST(html_of("a%% If Title %%b%% EndIf %%", {{"Title", "x"}}) == "ab");
  BOOST_TEST(html_of("a%%If Manager.Title%%b%%EndIf%%", {{"Manager.Title", "x"}}) == "ab");
}

BOOST_AUTO_TEST_CASE(a_section_can_compare) {
  constexpr std::string_view kHtml =
      "%%If Country = de%%D%%ElseIf Country = \"A T\"%%A%%ElseIf Title%%T%%Else%%E%%EndIf%%";
  BOOST_TEST(html_of(kHtml, {{"Country", "DE"}}) == "D");
  BOOST_TEST(html_of(kHtml, {{"Country", "a t"}}) == "A");
  BOOST_TEST(html_of(kHtml, {{"Title", "x"}}) == "T");
  BOOST_TEST(html_of(kHtml, {}) == "E");
  BOOST_TEST(html_of("a%%If Not Country = DE%%b%%EndIf%%%%If Country != DE%%c%%EndIf%%", {{"Country", "AT"}}) == "abc");
  BOOST_TEST(html_of("a%%If Not Country = DE%%b%%EndIf%%%%If Country != DE%%c%%EndIf%%", {{"Country", "DE"}}) == "a");
  BOOST_TEST(html_of("a%%If Company = A&amp;B%%b%%EndIf%%", {{"Company", "A&B"}}) == "ab");
}

BOOST_AUTO_TEST_CASE(sections_nest) {
  constexpr std::string_view kHtml = "%%If Title%%a%%If City%%b%%Else%%c%%EndIf%%d%%EndIf%%e";
  BOOST_TEST(html_of(kHtml, {{"Title", "x"}, {"City", "x"}}) == "abde");
  BOOST_TEST(html_of(kHtml, {{"Title", "x"}}) == "acde");
  BOOST_TEST(html_of(kHtml, {{"City", "x"}}) == "e");
}

BOOST_AUTO_TEST_CASE(a_section_holds_whole_elements) {
  constexpr std::string_view kHtml =
      "<table>%%If MobileNumber%%<tr><td>Mobile</td><td>%%MobileNumber%%</td></tr>%%EndIf%%<tr><td>x</td></tr></table>";
  BOOST_TEST(html_of(kHtml, {{"MobileNumber", "1"}}) ==
             "<table><tr><td>Mobile</td><td>1</td></tr><tr><td>x</td></tr></table>");
  BOOST_TEST(html_of(kHtml, {}) == "<table><tr><td>x</td></tr></table>");
}

BOOST_AUTO_TEST_CASE(a_section_stands_in_an_attribute_a_title_and_a_comment) {
  BOOST_TEST(html_of("<b title=\"%%If Title%%a%%Else%%b%%EndIf%%\">x</b>", {}) == "<b title=\"b\">x</b>");
  BOOST_TEST(html_of("<!--[if mso]>%%If Title%%a%%EndIf%%<![endif]-->x", {}) == "<!--[if mso]><![endif]-->x");
  BOOST_TEST(html_of("<title>%%If Title%%a%%EndIf%%</title>x", {{"Title", "t"}}) == "<title>a</title>x");
}

BOOST_AUTO_TEST_CASE(a_url_is_judged_by_what_is_shown_before_the_value) {
  constexpr std::string_view kHtml = "<a href=\"%%If City%%https://x/%%EndIf%%%%WebPage%%\">y</a>";
  BOOST_TEST(html_of(kHtml, {{"City", "c"}, {"WebPage", "a:b"}}) == "<a href=\"https://x/a:b\">y</a>");
  BOOST_TEST(html_of(kHtml, {{"WebPage", "javascript:x"}}) == "<a href=\"javascript%3Ax\">y</a>");
  BOOST_TEST(html_of("<a href=\"%%If City%%java%%EndIf%%%%WebPage%%\">y</a>",
                     {{"City", "c"}, {"WebPage", "script:x"}}) == "<a href=\"javascript%3Ax\">y</a>");
}

BOOST_AUTO_TEST_CASE(text_that_a_section_shows_keeps_its_line) {
  BOOST_TEST(html_of("%%If Title%%%%Title%%%%Else%%Employee%%EndIf%%<br>x", {}) == "Employee<br>x");
  BOOST_TEST(html_of("%%Title%%%%If Not Title%%Employee%%EndIf%%<br>x", {}) == "Employee<br>x");
  BOOST_TEST(html_of("%%If City%%<img src=\"y\">%%EndIf%%%%Title%%<br>x", {{"City", "c"}}) == "<img src=\"y\"><br>x");
}

BOOST_AUTO_TEST_CASE(a_line_of_a_hidden_section_vanishes_and_text_beside_it_stays) {
  BOOST_TEST(html_of("a<br>%%If City%%text%%EndIf%%<br>x", {}) == "a<br>x");
  BOOST_TEST(html_of("<ul><li>%%If City%%text%%EndIf%%</li><li>x</li></ul>", {}) == "<ul><li>x</li></ul>");
  BOOST_TEST(html_of("Example Ltd%%If City%%, %%City%%%%EndIf%%<br>x", {}) == "Example Ltd<br>x");
  BOOST_TEST(html_of("Example Ltd%%If City%%, %%City%%%%EndIf%%<br>x", {{"City", "c"}}) == "Example Ltd, c<br>x");
}

BOOST_AUTO_TEST_CASE(labels_in_a_section_of_several_lines_go_with_their_values) {
  constexpr std::string_view kHtml = "%%If City%%<p>Tel: %%PhoneNumber%%</p><p>Fax: %%FaxNumber%%</p>%%EndIf%%x";
  BOOST_TEST(html_of(kHtml, {{"City", "c"}, {"FaxNumber", "1"}}) == "<p>Fax: 1</p>x");
  BOOST_TEST(html_of("%%If City%%Tel: %%PhoneNumber%%<br>Fax: %%FaxNumber%%<br>%%EndIf%%x",
                     {{"City", "c"}, {"FaxNumber", "1"}}) == "Fax: 1<br>x");
}

BOOST_AUTO_TEST_CASE(a_section_that_is_not_closed_is_an_error_where_it_begins) {
  BOOST_TEST(said_of("a\n b%%If Title%%c") == "f:2:3: error: %%If Title%% has no %%EndIf%%\n");
  BOOST_TEST(said_of("%%If Title%%a%%ElseIf City%%b") == "f:1:1: error: %%If Title%% has no %%EndIf%%\n");
  BOOST_TEST(said_of("<b title=\"%%If Title%%\">x</b>%%EndIf%%") ==
             "f:1:11: error: %%If Title%% has no %%EndIf%% inside of an attribute value\n"
             "f:1:30: error: %%EndIf%% without %%If%% before it\n");
}

BOOST_AUTO_TEST_CASE(what_follows_no_section_is_an_error) {
  BOOST_TEST(said_of("a%%EndIf%%") == "f:1:2: error: %%EndIf%% without %%If%% before it\n");
  BOOST_TEST(said_of("a%%Else%%") == "f:1:2: error: %%Else%% without %%If%% before it\n");
  BOOST_TEST(said_of("%%If City%%%%Else%%%%Else%%%%EndIf%%") ==
             "f:1:20: error: %%Else%% behind %%Else%%; %%EndIf%% is wanted\n");
  BOOST_TEST(said_of("%%If City%%%%Else%%%%ElseIf Title%%%%EndIf%%") ==
             "f:1:20: error: %%ElseIf Title%% behind %%Else%%; %%EndIf%% is wanted\n");
}

BOOST_AUTO_TEST_CASE(a_section_crosses_no_element) {
  BOOST_TEST(said_of("<p>%%If City%%a</p>%%EndIf%%") ==
             "f:1:20: error: %%EndIf%% stands in no element and its %%If City%% in <p>: a section begins and ends in "
             "the same element\n");
  BOOST_TEST(said_of("<p>%%If City%%<b>a%%EndIf%%</b></p>") ==
             "f:1:19: error: %%EndIf%% stands in <b> and its %%If City%% in <p>: a section begins and ends in the same "
             "element\n");
  BOOST_TEST(said_of("<ul><li>%%If City%%a<li>b%%EndIf%%</ul>") ==
             "f:1:26: error: %%EndIf%% stands in <li> and its %%If City%% in another one: a section begins and ends in "
             "the same element\n");
  BOOST_TEST(
      said_of("%%If City%%<b title=\"%%EndIf%%\">x</b>")
          .starts_with("f:1:22: error: %%EndIf%% stands in an attribute value and its %%If City%% in no element"));
}

BOOST_AUTO_TEST_CASE(a_condition_is_checked) {
  const std::string forms =
      "error: a section begins with %%If Title%%, %%If Not Title%%, %%If Country = DE%% or %%If Country != DE%%, "
      "found ";
  BOOST_TEST(said_of("%%If%%").starts_with("f:1:1: " + forms + "\"If\""));
  BOOST_TEST(said_of("%%If City =%%").starts_with("f:1:1: " + forms + "\"If City =\""));
  BOOST_TEST(said_of("%%If City, Title%%").starts_with("f:1:1: " + forms + "\"If City, Title\""));
  BOOST_TEST(said_of("x%%If City") == "f:1:2: error: %%If has no closing %% in the same text or attribute value\n");
  BOOST_TEST(said_of("50%% if you order now, 100%% later") == "");
}

BOOST_AUTO_TEST_CASE(a_broken_section_is_one_error) {
  BOOST_TEST(said_of("a%%If Tittle%%b%%Else%%c%%EndIf%%") ==
             "f:1:2: error: unknown token %%Tittle%%; did you mean %%Title%%?\n");
  BOOST_TEST(said_of("%%If%%b%%EndIf%%").ends_with("found \"If\"\n"));
  BOOST_TEST(said_of("%%If City%%b%%EndIf City%%") ==
             "f:1:13: error: %%Else%% and %%EndIf%% stand alone, found \"EndIf City\"\n");
}

BOOST_AUTO_TEST_CASE(a_section_stands_neither_in_a_tag_nor_in_code) {
  BOOST_TEST(said_of("<b %%If City%%>x</b>").find("f:1:4: error: %%If has no closing %%") == 0U);
  BOOST_TEST(said_of("<style>\n%%If City%%p{}%%EndIf%%</style>") ==
             "f:2:1: error: %%If City%% cannot stand in <style>\nf:2:15: error: %%EndIf%% cannot stand in <style>\n");
  BOOST_TEST(said_of("<b onclick=\"%%If City%%\">x</b>") ==
             "f:1:13: error: %%If City%% cannot stand in an attribute that is run\n");
}

BOOST_AUTO_TEST_CASE(hostile_sections_end) {
  std::string html;
  for (int i = 0; i < 20000; ++i) html += "%%If City%%a";
  for (int i = 0; i < 20000; ++i) html += "%%EndIf%%";
  BOOST_TEST(html_of(html, {{"City", "x"}}).size() == 20000U);
  html = "%%If City%%";
  for (int i = 0; i < 20000; ++i) html += "a%%ElseIf Title = " + std::to_string(i) + "%%";
  BOOST_TEST(html_of(html + "b%%EndIf%%", {{"Title", "19999"}}) == "b");
}

BOOST_AUTO_TEST_SUITE_END()
