// Values in their places, escaped; lines without values gone.
#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

#include "base/text.h"
#include "signature/template.h"

using namespace waybill;
using namespace waybill::signature;

namespace {

using Person = std::map<std::string, std::string, std::less<>>;

constexpr std::int64_t kNow = 1795426496;  // 2026-11-23 09:34:56

Values values_of(const Person& person) {
  return [&person](std::string_view token) {
    const auto found = person.find(token);
    return found == person.end() ? std::string() : found->second;
  };
}

Fragment fragment_of(std::string_view html, const Person& person, EmptyLines empty_lines = EmptyLines::Remove) {
  base::Diagnostics diagnostics;
  const Signature signature{Template::parse(html, {}, diagnostics), std::nullopt, empty_lines};
  BOOST_REQUIRE(!diagnostics.has_errors());
  return render(signature, values_of(person), kNow);
}

// Without the <div> around it.
std::string html_of(std::string_view html, const Person& person, EmptyLines empty_lines = EmptyLines::Remove) {
  std::string out = fragment_of(html, person, empty_lines).html;
  if (out.empty()) return out;
  BOOST_REQUIRE(out.starts_with("<div>") && out.ends_with("</div>"));
  return out.substr(5, out.size() - 11);
}

constexpr std::string_view kSeed =
    " <table border=\"1\" cellspacing=\"0\" cellpadding=\"2\" width=\"256\"><tbody><tr><td valign=\"top\" "
    "width=\"167\"><strong>%%DisplayName%% <br /></strong>%%Title%% <br /> <br />%%Company%% <br />%%City%%, "
    "%%State%%</td> <td valign=\"top\" width=\"49\"><a href=\"\"><img src=\"\" width=\"52\" height=\"52\" "
    "/></a></td></tr></tbody></table>";

Person geek() {
  return {{"DisplayName", "Exchange Geek"},
          {"Title", "Sr. Systems Engineer"},
          {"Company", "Exchange Geek Inc"},
          {"City", "City"},
          {"State", "State"}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_render)

BOOST_AUTO_TEST_CASE(the_seed_reads_well_in_both_forms) {
  const Fragment fragment = fragment_of(kSeed, geek());
  BOOST_TEST(fragment.text == "Exchange Geek\nSr. Systems Engineer\n\nExchange Geek Inc\nCity, State");
  BOOST_TEST(fragment.html.find("<strong>Exchange Geek <br /></strong>Sr. Systems Engineer <br />") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_empty_title_costs_its_line_alone) {
  Person person = geek();
  person["Title"] = "";
  const Fragment fragment = fragment_of(kSeed, person);
  BOOST_TEST(
      fragment.html.find("<strong>Exchange Geek <br /></strong> <br />Exchange Geek Inc <br />City, State</td>") !=
      std::string::npos);
  BOOST_TEST(fragment.text == "Exchange Geek\n\nExchange Geek Inc\nCity, State");
}

BOOST_AUTO_TEST_CASE(tags_around_a_lost_line_stay_nested) {
  Person person = geek();
  person["DisplayName"] = "";
  BOOST_TEST(fragment_of(kSeed, person).html.find("<strong></strong>Sr. Systems") != std::string::npos);
  BOOST_TEST(html_of("<b>%%City%%<br>x<i>y</b>z", {}) == "<b>x<i>y</i></b>z");
  BOOST_TEST(html_of("<a href=\"mailto:%%Email%%\">Write<br>me</a>", {}) == "<a href=\"mailto:\">Write<br>me</a>");
}

BOOST_AUTO_TEST_CASE(keep_leaves_all_as_exchange_does) {
  BOOST_TEST(html_of("Tel: %%PhoneNumber%%<br>x", {}, EmptyLines::Keep) == "Tel: <br>x");
}

BOOST_AUTO_TEST_CASE(a_label_goes_with_its_value) {
  const Person person = {{"City", "Here"}};
  BOOST_TEST(html_of("a<br>Tel: %%PhoneNumber%%<br>b", person) == "a<br>b");
  BOOST_TEST(html_of("a<br>Tel: %%PhoneNumber%%, %%City%%<br>b", person) == "a<br>Tel: , Here<br>b");
  BOOST_TEST(html_of("<ul><li>Tel: <b>%%PhoneNumber%%</b></li><li>%%City%%</li></ul>", person) ==
             "<ul><li>Here</li></ul>");
  BOOST_TEST(
      html_of("<table><tr><td>Tel:</td><td>%%PhoneNumber%%</td></tr><tr><td>City</td><td>%%City%%</td></tr></table>",
              person) == "<table><tr><td>City</td><td>Here</td></tr></table>");
  BOOST_TEST(html_of("<p>Tel: %%PhoneNumber%%</p><p>x</p>", person) == "<p>x</p>");
  BOOST_TEST(html_of("<img src=\"tel.png\"> %%PhoneNumber%%<br>x", person) == "x");
  BOOST_TEST(html_of("a<br><a href=\"mailto:%%Email%%\">%%Email%%</a><br>b", person) == "a<br>b");
}

BOOST_AUTO_TEST_CASE(lines_without_tokens_stay) {
  BOOST_TEST(html_of("Company text<br>%%City%%<br><br>end", {}) == "Company text<br><br>end");
  BOOST_TEST(html_of("<table><tr><td>%%City%%<br>Registered in X</td></tr></table>", {}) ==
             "<table><tr><td>Registered in X</td></tr></table>");
  BOOST_TEST(html_of("<div>%%City%%</div><div><img src=\"logo\"></div>", {}) == "<div><img src=\"logo\"></div>");
  BOOST_TEST(html_of("%%City%%<hr>x", {}) == "<hr>x");
  BOOST_TEST(html_of("<style>p{}</style>%%City%%<br>x", {}) == "<style>p{}</style>x");
}

BOOST_AUTO_TEST_CASE(a_row_whose_cell_spans_further_rows_stays) {
  const std::string rest =
      "<td>%%FaxNumber%%</td></tr><tr><td>%%PhoneNumber%%</td></tr><tr><td>%%City%%</td></tr></table>";
  const std::string shown = "<td></td></tr><tr><td>Here</td></tr></table>";
  const std::string logo = "<table><tr><td rowspan=\"3\"><img src=\"logo.png\" alt=\"ACME\"></td>";
  BOOST_TEST(html_of(logo + rest, {{"City", "Here"}}) == logo + shown);
  BOOST_TEST(fragment_of(logo + rest, {{"City", "Here"}}).text.starts_with("ACME"));
  const std::string all = "<table><tr><td ROWSPAN=0>ACME</td>";
  BOOST_TEST(html_of(all + rest, {{"City", "Here"}}) == all + shown);
  BOOST_TEST(html_of("<table><tr><td rowspan=' 1 '>Fax</td>" + rest, {{"City", "Here"}}) ==
             "<table><tr><td>Here</td></tr></table>");
}

BOOST_AUTO_TEST_CASE(a_signature_of_nothing_but_empty_lines_is_empty) {
  const Fragment fragment = fragment_of("<p>%%City%%</p><ul><li>Tel: %%PhoneNumber%%</ul>", {});
  BOOST_TEST(fragment.html == "");
  BOOST_TEST(fragment.text == "");
  BOOST_TEST(fragment_of(kSeed, {}).html == "");
}

BOOST_AUTO_TEST_CASE(tokens_in_tags_of_blocks_and_in_comments_keep_no_line) {
  const Person person = {{"Title", "T"}};
  BOOST_TEST(html_of("<p title=\"%%Title%%\">Tel: %%PhoneNumber%%</p>x", person) == "x");
  BOOST_TEST(html_of("a<br>%%PhoneNumber%%<!--%%Title%%--><br>b", person) == "a<br><!--T-->b");
}

BOOST_AUTO_TEST_CASE(values_are_escaped_in_text) {
  const Fragment fragment = fragment_of("%%Company%%", {{"Company", "A&B <b>\"x\"</b> &amp;"}});
  BOOST_TEST(fragment.html == "<div>A&amp;B &lt;b&gt;\"x\"&lt;/b&gt; &amp;amp;</div>");
  BOOST_TEST(fragment.text == "A&B <b>\"x\"</b> &amp;");
}

BOOST_AUTO_TEST_CASE(values_cannot_leave_an_attribute) {
  const Person person = {{"Title", "\"'><script> x=1"}};
  const std::string safe = "&quot;&#39;&gt;&lt;script&gt; x=1";
  BOOST_TEST(html_of("<b title=\"%%Title%%\">y</b>", person) == "<b title=\"" + safe + "\">y</b>");
  BOOST_TEST(html_of("<b title=%%Title%%>y</b>", person) == "<b title=\"" + safe + "\">y</b>");
  BOOST_TEST(html_of("<!--%%Title%%-->y", {{"Title", "--><p a='"}}) == "<!--&#45;&#45;&gt;&lt;p a=&#39;-->y");
}

BOOST_AUTO_TEST_CASE(values_cannot_leave_a_comment) {
  BOOST_TEST(html_of("<!-- -%%Title%%> -->y", {{"Title", "-"}}) == "<!-- -&#45;> -->y");
  BOOST_TEST(html_of("<!--%%Title%%>x-->y", {}) == "<!-- >x-->y");
}

BOOST_AUTO_TEST_CASE(what_outlook_reads_in_a_conditional_comment_is_html) {
  const auto inside = [](const std::string& html, const Person& person) {
    const std::string out = html_of("<!--[if mso]>" + html + "<![endif]-->y", person);
    BOOST_REQUIRE(out.starts_with("<!--[if mso]>") && out.ends_with("<![endif]-->y"));
    BOOST_TEST(out.find("-->") == out.size() - 4);
    return out.substr(13, out.size() - 26);
  };
  BOOST_TEST(inside("<a href=\"%%WebPage%%\">x</a>", {{"WebPage", "javascript:alert(1)"}}) ==
             "<a href=\"javascript%3Aalert(1)\">x</a>");
  BOOST_TEST(inside("<a href='tel:%%Phone%%'>", {{"PhoneNumber", "+49 (0)30 12-34"}}) == "<a href='tel:+49301234'>");
  BOOST_TEST(inside("<v:rect title=%%Title%%/>%%Title%%</td>", {{"Title", "a-\"b"}}) ==
             "<v:rect title=\"a-&quot;b/\">a&#45;&quot;b</td>");
  BOOST_TEST(inside("<td title='%%Title%%>'><a href=\"%%WebPage%%>\"", {{"Title", "--"}, {"WebPage", "--"}}) ==
             "<td title='--&gt;'><a href=\"&#45;&#45;>\"");
  BOOST_TEST(inside("<td title='-%%Title%%->'>", {}) == "<td title='--&gt;'>");
  BOOST_TEST(inside("%%If Title%%<td width=\"%%If Phone%%1%%EndIf%%\">%%Else%%<p>%%EndIf%%", {{"Title", "T"}}) ==
             "<td width=\"\">");
  BOOST_TEST(inside("<style>%%Title%%</style><a onclick=\"%%Title%%\">", {{"Title", "T"}}) ==
             "<style>%%Title%%</style><a onclick=\"%%Title%%\">");
}

BOOST_AUTO_TEST_CASE(values_cannot_break_a_url) {
  const auto link = [](const std::string& url, const std::string& value) {
    const std::string html = html_of("<a href=\"" + url + "\">y</a>", {{"WebPage", value}});
    return html.substr(9, html.find("\">y") - 9);
  };
  BOOST_TEST(link("%%WebPage%%", "https://x.example/a?b=c&d=%20#e") == "https://x.example/a?b=c&amp;d=%20#e");
  BOOST_TEST(link("%%WebPage%%", "https://x/ä \"<>'") == "https://x/%C3%A4%20%22%3C%3E%27");
  BOOST_TEST(link("%%WebPage%%", "100%") == "100%25");
  BOOST_TEST(link("mailto:%%WebPage%%", "a+b@x.example") == "mailto:a+b@x.example");
  BOOST_TEST(link("mailto:%%WebPage%%", "a@b?bcc=c") == "mailto:a@b%3Fbcc%3Dc");
  BOOST_TEST(link("https://x/?c=%%WebPage%%", "A&B=C#D") == "https://x/?c=A%26B%3DC%23D");
}

BOOST_AUTO_TEST_CASE(a_value_gives_no_url_that_runs) {
  for (const std::string value : {"javascript:alert(1)", "JavaScript:x", " java\nscript:x", "vbscript:x",
                                  "data:text/html,x", "\x01javascript:x", "java\tscript:x"}) {
    for (const std::string prefix : {"", " ", "\n"}) {
      const std::string html = html_of("<a href=\"" + prefix + "%%WebPage%%\">y</a>", {{"WebPage", value}});
      BOOST_TEST(html.find(':') == std::string::npos, html);
    }
  }
  BOOST_TEST(html_of("<a href=\"%%City%%%%WebPage%%\">y</a>", {{"City", "java"}, {"WebPage", "script:x"}}) ==
             "<a href=\"javascript%3Ax\">y</a>");
  BOOST_TEST(html_of("<a href=\"java%%WebPage%%\">y</a>", {{"WebPage", "script:x"}}) ==
             "<a href=\"javascript%3Ax\">y</a>");
}

BOOST_AUTO_TEST_CASE(a_default_stands_in_for_an_empty_value) {
  BOOST_TEST(html_of("%%Title|Employee%%<br>x", {}) == "Employee<br>x");
  BOOST_TEST(html_of("%%Title|Employee%%<br>x", {{"Title", "T"}}) == "T<br>x");
  BOOST_TEST(html_of("%% Title | A &amp; \"B\" %%", {}) == "A &amp; \"B\"");
  BOOST_TEST(html_of("<a href=\"%%WebPage|https://x.example/%%\">y</a>", {}) == "<a href=\"https://x.example/\">y</a>");
  BOOST_TEST(html_of("%%Title|%%<br>x", {}) == "x");
}

BOOST_AUTO_TEST_CASE(a_date_is_as_good_as_text) {
  BOOST_TEST(html_of("&copy; %%Year%% %%Date%% %%Date:HH:mm '<'%%", {}) == "&copy; 2026 2026-11-23 09:34 &lt;");
  BOOST_TEST(html_of("Tel: %%PhoneNumber%% (%%Year%%)<br>x", {}) == "x");
  BOOST_TEST(html_of("<div>%%City%%<br>%%Year%%</div>", {}) == "<div>2026</div>");
}

BOOST_AUTO_TEST_CASE(a_telephone_link_has_what_a_telephone_wants) {
  const auto link = [](const std::string& value) {
    const std::string html = html_of("<a href=\"tel:%%PhoneNumber%%\">y</a>", {{"PhoneNumber", value}});
    return html.substr(9, html.find("\">y") - 9);
  };
  BOOST_TEST(link("+49 30 1") == "tel:+49301");
  BOOST_TEST(link("+49 (0)30 / 12 34-56") == "tel:+4930123456");
  BOOST_TEST(link("(0)30 1") == "tel:0301");
  BOOST_TEST(link("Tel. +1 (555) 010-0199 ext. 12 or so") == "tel:+15550100199;ext=12");
  BOOST_TEST(link("+1 555 0100 x7") == "tel:+15550100;ext=7");
  BOOST_TEST(link("*21#; 5") == "tel:*21%23");
  BOOST_TEST(link("\" onclick=x <b>") == "tel:");
  BOOST_TEST(link("1;phone-context=evil") == "tel:1");
  BOOST_TEST(html_of("<a href=\" TEL:%%Phone%%?x=%%Phone%%\">y</a>", {{"PhoneNumber", "+1 2"}}) ==
             "<a href=\" TEL:+12?x=%2B1%202\">y</a>");
}

BOOST_AUTO_TEST_CASE(a_mail_link_has_one_address) {
  const auto link = [](const std::string& value) {
    const std::string html = html_of("<a href=\"mailto:%%Email%%?subject=%%Email%%\">y</a>", {{"Email", value}});
    return html.substr(9, html.find("?subject") - 9);
  };
  BOOST_TEST(link("a.b+c@x.example") == "mailto:a.b+c@x.example");
  BOOST_TEST(link("a@x,b@y?bcc=z&c#d%e \"'>") == "mailto:a@x%2Cb@y%3Fbcc%3Dz%26c%23d%25e%20%22%27%3E");
  BOOST_TEST(link("jürgen@x.example") == "mailto:j%C3%BCrgen@x.example");
}

BOOST_AUTO_TEST_CASE(a_style_takes_no_declaration) {
  BOOST_TEST(html_of("<b style=\"color:%%CustomAttribute1%%;x\">y</b>",
                     {{"CustomAttribute1", "#0A5; background:url('//x/y\")<>&"}}) ==
             "<b style=\"color:#0A5 backgroundurlxy;x\">y</b>");
  BOOST_TEST(html_of("<b style=\"font-family:%%Company%%\">y</b>", {{"Company", "Grüße 10.5%"}}) ==
             "<b style=\"font-family:Grüße 10.5%\">y</b>");
}

BOOST_AUTO_TEST_CASE(what_turns_or_hides_the_text_around_it_is_dropped) {
  const auto shown = [](const std::string& value) { return html_of("%%Title|-%%", {{"Title", value}}); };
  BOOST_TEST(shown("a\u202Eb\u2066c\u2069d\u202C") == "abcd");
  BOOST_TEST(shown("\u200B\uFEFF\u2060\U000E0041") == "-");
  BOOST_TEST(shown("ש\u200Fa\u200E") == "ש\u200Fa\u200E");
  BOOST_TEST(shown("نامه\u200Cها") == "نامه\u200Cها");
}

BOOST_AUTO_TEST_CASE(control_characters_never_come_out) {
  const Fragment fragment = fragment_of("%%Title%%", {{"Title",
                                                       " a\r\nb\tc\x01"
                                                       "d\x7F\xC2\x85"
                                                       "e\xE2\x80\xA8"
                                                       "f\xC2\x9B\xFF "}});
  BOOST_TEST(fragment.html == "<div>a  b cd e f\xEF\xBF\xBD</div>");
  BOOST_TEST(fragment.text == "a b cd e f\xEF\xBF\xBD");
  BOOST_TEST(html_of("a<br>%%Title%%<br>b", {{"Title", " \r\n\x01"}}) == "a<br>b");
}

BOOST_AUTO_TEST_CASE(a_value_is_cut_at_its_limit_between_characters) {
  const std::string at_limit(8192, 'a');
  BOOST_TEST(html_of("%%Title%%", {{"Title", at_limit}}) == at_limit);
  BOOST_TEST(html_of("%%Title%%", {{"Title", at_limit + "a"}}).size() <= 8192U);
  std::string wide;
  for (int i = 0; i < 5000; ++i) wide += "ä";
  const std::string cut = html_of("%%Title%%", {{"Title", wide}});
  BOOST_TEST(cut.size() <= 8192U);
  BOOST_TEST(base::is_valid_utf8(cut));
}

BOOST_AUTO_TEST_CASE(ascii_html_means_the_same) {
  BOOST_TEST(html_ascii("<p>Grüße €😀</p>") == "<p>Gr&#252;&#223;e &#8364;&#128512;</p>");
  BOOST_TEST(html_ascii("\xFF") == "&#65533;");
}

BOOST_AUTO_TEST_SUITE_END()
