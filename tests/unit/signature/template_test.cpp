// Templates as administrators write them: tokens found, everything odd said at its place.
#include "signature/template.h"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace waybill;
using namespace waybill::signature;

namespace {

struct Parsed {
  Template signature;
  std::string said;
};

Parsed parse(std::string_view html, const base::Place& place = {"f", 1, 1}) {
  base::Diagnostics diagnostics;
  Template signature = Template::parse(html, place, diagnostics);
  std::string said;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) said += to_string(diagnostic) + "\n";
  return {std::move(signature), said};
}

constexpr const char* kContexts[] = {"text", "attribute", "style", "url", "comment", "plain"};

// The template written out again, tokens as {Name:context}.
std::string written(std::string_view html) {
  std::string out;
  const Template signature = parse(html).signature;
  for (const Piece& piece : signature.pieces()) {
    const std::string context = kContexts[static_cast<std::size_t>(piece.context)];
    out += piece.token.empty() ? piece.literal : "{" + piece.token + ":" + context + "}";
  }
  BOOST_REQUIRE(out.starts_with("<div>") && out.ends_with("</div>"));
  return out.substr(5, out.size() - 11);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_template)

BOOST_AUTO_TEST_CASE(tokens_are_found_in_any_case_with_blanks_and_by_both_names) {
  BOOST_TEST(written("a%%DisplayName%%b") == "a{DisplayName:text}b");
  BOOST_TEST(written("%%displayname%% %% Title %%") == "{DisplayName:text} {Title:text}");
  BOOST_TEST(written("%%\xC2\xA0Title\xC2\xA0%%") == "{Title:text}");
  BOOST_TEST(written("%%StateOrProvince%%%%Phone%%") == "{State:text}{PhoneNumber:text}");
  BOOST_TEST(written("%%CustomAttribute15%%") == "{CustomAttribute15:text}");
}

BOOST_AUTO_TEST_CASE(each_token_is_listed_once) {
  const Template signature = parse("%%City%%, %%State%%, %%city%%").signature;
  BOOST_TEST(signature.tokens() == (std::vector<std::string>{"City", "State"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(four_percent_signs_are_two_where_no_token_is_open) {
  BOOST_TEST(written("100%%%%") == "100%%");
  BOOST_TEST(written("%%City%%%%State%%") == "{City:text}{State:text}");
  BOOST_TEST(written("%%%%City%%%%") == "%%City%%");
  BOOST_TEST(written("%%%%%%City%%") == "%%{City:text}");
  BOOST_TEST(parse("%%%%City%%%%").said == "");
}

BOOST_AUTO_TEST_CASE(an_unknown_token_stays_and_the_nearest_is_named) {
  BOOST_TEST(written("x%%DisplayNmae%%%%City%%") == "x%%DisplayNmae%%{City:text}");
  BOOST_TEST(parse("x%%DisplayNmae%%").said ==
             "f:1:2: warning: unknown token %%DisplayNmae%% stays as written; did you mean %%DisplayName%%?\n");
  BOOST_TEST(parse("%%Qqqqqq%%").said == "f:1:1: warning: unknown token %%Qqqqqq%% stays as written\n");
}

BOOST_AUTO_TEST_CASE(a_known_token_that_is_not_closed_is_a_warning) {
  BOOST_TEST(written("a %%City%<br>%%State%%") == "a %%City%<br>{State:text}");
  BOOST_TEST(parse("a %%City%<br>%%State%%").said ==
             "f:1:3: warning: %%City has no closing %% in the same text or attribute value; it stays as written\n");
}

BOOST_AUTO_TEST_CASE(a_token_that_tags_divide_is_a_warning) {
  const std::string so = "%%DisplayName%% is divided by tags or a line break; write it in one piece\n";
  BOOST_TEST(parse("<p>Hi %%Display<span>Name</span>%%</p>").said == "f:1:7: warning: " + so);
  BOOST_TEST(parse("<p>\n%%Dis<b>play</b>Name%%</p>").said == "f:2:1: warning: " + so);
  BOOST_TEST(parse("%%<b>DisplayName</b>%%").said == "f:1:1: warning: " + so);
  BOOST_TEST(parse("%%City%%, %<i>%Display</i>Name%<u>%</u>").said == "f:1:11: warning: " + so);
  BOOST_TEST(parse("%%I<b>f City</b>%%").said.starts_with("f:1:1: error: %%If City%% is divided"));
  BOOST_TEST(parse("%%City<b>%%</b>").said ==
             "f:1:1: warning: %%City has no closing %% in the same text or attribute value; it stays as written\n");
  BOOST_TEST(parse("<p>%%Display</p><p>Name%%</p>50%%<b>off</b> %%City%%, %%<br>City%%").said.find("divided") ==
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_name_with_a_line_break_is_a_warning) {
  const std::string so = "unknown token %%Display Name%% stays as written; did you mean %%DisplayName%%?\n";
  BOOST_TEST(parse("a %%Display\n   Name%%").said == "f:1:3: warning: " + so);
  BOOST_TEST(parse("a %%Display\r\n\tName%%").said == "f:1:3: warning: " + so);
  BOOST_TEST(parse("a %%Display&nbsp;Name%%").said == "f:1:3: warning: " + so);
  BOOST_TEST(written("%%\n  DisplayName\n%%") == "{DisplayName:text}");
}

BOOST_AUTO_TEST_CASE(the_manager_has_the_same_names) {
  BOOST_TEST(written("%%Manager.DisplayName%%%%manager.phone%%%%Manager%%") ==
             "{Manager.DisplayName:text}{Manager.PhoneNumber:text}{Manager:text}");
  BOOST_TEST(parse("%%Manager.Phne%%").said ==
             "f:1:1: error: unknown token %%Manager.Phne%%; did you mean %%Manager.Phone%%?\n");
  BOOST_TEST(parse("%%manager.manager%%").said ==
             "f:1:1: error: %%Manager.Manager%% is no token: the manager's manager is not asked for\n");
}

BOOST_AUTO_TEST_CASE(a_default_of_an_unknown_token_is_an_error) {
  BOOST_TEST(parse("<p>%%Tittle|Employee%%</p>").said ==
             "f:1:4: error: unknown token %%Tittle%%; did you mean %%Title%%?\n");
  BOOST_TEST(parse("<p>%%Title|Employee</p>").said ==
             "f:1:4: error: %%Title has no closing %% in the same text or attribute value\n");
  BOOST_TEST(parse("100%% of a|b %%City%%").said == "");
}

BOOST_AUTO_TEST_CASE(date_formats_are_checked) {
  BOOST_TEST(parse("%%Date%% %%Year%% %% date : d. MMMM yyyy, HH:mm 'h' %%").said == "");
  BOOST_TEST(parse("a%%Date:yyyy-MM-DD%%").said.starts_with("f:1:2: error: %%Date:...%% wants a format such as"));
  BOOST_TEST(parse("%%Date:yyyy-MM-DD%%").said.ends_with("found \"DD\"\n"));
  BOOST_TEST(parse("%%Date:d 'of%%").said.ends_with("found \"'of\"\n"));
  BOOST_TEST(parse("%%Date:%%").said.ends_with("found \"\"\n"));
  BOOST_TEST(parse("%%Date|never%%").said == "f:1:1: error: a date is never empty and has no default\n");
}

BOOST_AUTO_TEST_CASE(hints_name_what_may_stand_there) {
  const std::string never = "a date is never empty: a section asks for an attribute\n";
  BOOST_TEST(parse("%%If Date%%x%%EndIf%%").said == "f:1:1: error: " + never);
  BOOST_TEST(parse("%%If Year = 2026%%x%%EndIf%%").said == "f:1:1: error: " + never);
  BOOST_TEST(parse("%%Year|2026%%").said == "f:1:1: error: a date is never empty and has no default\n");
  BOOST_TEST(parse("%%Yeer%%").said ==
             "f:1:1: warning: unknown token %%Yeer%% stays as written; did you mean %%Year%%?\n");
  BOOST_TEST(parse("%%If Yeer%%x%%EndIf%%").said == "f:1:1: error: unknown token %%Yeer%%\n");
  BOOST_TEST(parse("%%Manager.Managr%%").said == "f:1:1: error: unknown token %%Manager.Managr%%\n");
}

BOOST_AUTO_TEST_CASE(stray_percent_signs_hide_no_token) {
  BOOST_TEST(written("100%% of %%City%%") == "100%% of {City:text}");
  BOOST_TEST(written("50%% <b>%%City%%</b>") == "50%% <b>{City:text}</b>");
  BOOST_TEST(written("%%") == "%%");
  BOOST_TEST(written("a%%%b") == "a%%%b");
}

BOOST_AUTO_TEST_CASE(the_place_decides_about_escaping) {
  BOOST_TEST(written("<a href=\"mailto:%%Email%%\" title='%%Title%%'>%%Email%%</a>") ==
             "<a href=\"mailto:{Email:url}\" title='{Title:attribute}'>{Email:text}</a>");
  BOOST_TEST(written("<img SRC=%%WebPage%% alt=%%Title%%>") == "<img SRC=\"{WebPage:url}\" alt=\"{Title:attribute}\">");
  BOOST_TEST(written("<!--[if mso]>%%City%%<![endif]-->") == "<!--[if mso]>{City:comment}<![endif]-->");
}

BOOST_AUTO_TEST_CASE(nothing_is_put_where_no_escaping_helps) {
  for (const std::string html :
       {"<style>%%City%%</style>", "<script>%%City%%</script>", "<a onclick=\"%%City%%\">x</a>", "<a %%City%%>x</a>",
        "<iframe srcdoc=\"%%City%%\"></iframe>", "</%%City%%>", "<!%%City%%>"}) {
    BOOST_TEST(written(html) == html);
    BOOST_TEST(parse(html).said.find("%%City%% stays as written") != std::string::npos, html);
  }
}

BOOST_AUTO_TEST_CASE(cdata_is_written_as_text) {
  BOOST_TEST(written("<svg><![CDATA[a<b>&c]]></svg>") == "<svg>a&lt;b&gt;&amp;c</svg>");
  BOOST_TEST(written("<svg><![CDATA[a<b>") == "<svg>a&lt;b&gt;</svg>");
  BOOST_TEST(written("<svg><![CDATA[%%City%%]]></svg>") == "<svg>%%City%%</svg>");
  BOOST_TEST(parse("<svg><![CDATA[%%City%%]]></svg>").said.find("%%City%% stays as written") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(raw_text_ends_in_svg_and_elsewhere_alike) {
  BOOST_TEST(written("<svg><title/>x</svg>") == "<svg><title/ ></title>x</svg>");
  BOOST_TEST(written("<svg>%%If City%%<p></p>%%EndIf%%<style/>a</style></svg>") ==
             "<svg><p></p><style/ >a</style></svg>");
  BOOST_TEST(written("<iframe src=%%WebPage%%/></iframe>") == "<iframe src=\"{WebPage:url}/\"></iframe>");
}

BOOST_AUTO_TEST_CASE(warnings_stand_at_their_place_in_the_file) {
  const base::Place start{"rules.toml", 10, 30};
  BOOST_TEST(parse("%%Xyzzy%%", start).said.starts_with("rules.toml:10:30: warning"));
  BOOST_TEST(parse("ä%%Xyzzy%%", start).said.starts_with("rules.toml:10:31: warning"));
  BOOST_TEST(parse("a\n  %%Xyzzy%%", start).said.starts_with("rules.toml:11:3: warning"));
  const std::string two = parse("<b>\n%%Xyzzy%%\n<i>", start).said;
  BOOST_TEST(two.find("rules.toml:10:30: warning: <b> is not closed") == 0U);
  BOOST_TEST(two.find("rules.toml:11:1: warning: unknown") != std::string::npos);
  BOOST_TEST(two.find("rules.toml:12:1: warning: <i> is not closed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(unbalanced_html_is_closed_inside_the_div) {
  BOOST_TEST(written("<table><tr><td>%%City%%") == "<table><tr><td>{City:text}</td></tr></table>");
  BOOST_TEST(written("x</div></body>") == "x");
  BOOST_TEST(written("x<!-- y") == "x<!-- y-->");
  BOOST_TEST(written("x<!y") == "x<!y>");
}

BOOST_AUTO_TEST_CASE(a_value_makes_no_tag_of_a_less_than_sign) {
  BOOST_TEST(written("1 < 2 <%%City%%>") == "1 &lt; 2 &lt;{City:text}>");
  BOOST_TEST(written("x</") == "x&lt;/");
  BOOST_TEST(written("<title></%%City%%></title>") == "<title>&lt;/{City:text}></title>");
}

BOOST_AUTO_TEST_CASE(line_ends_become_lf) { BOOST_TEST(written("a\r\nb\rc\nd") == "a\nb\nc\nd"); }

BOOST_AUTO_TEST_CASE(hostile_templates_end) {
  std::string html;
  for (int i = 0; i < 20000; ++i) html += "%%";
  BOOST_TEST(written(html).size() == html.size() / 2);
  html = "<a href=\"";
  for (int i = 0; i < 20000; ++i) html += "%%City%%x";
  BOOST_TEST(!written(html + "\">x</a>").empty());
  html.clear();
  for (int i = 0; i < 20000; ++i) html += "<div><p><b><td></b>%%City%%<br>";
  BOOST_TEST(!written(html).empty());
}

BOOST_AUTO_TEST_SUITE_END()
