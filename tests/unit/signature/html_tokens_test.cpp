// Where a browser sees tags, comments and text.
#include "signature/html_tokens.h"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace waybill::signature;

namespace {

// Tokens in short: t(text) r(raw text) <name> </name> c(comment) d(doctype) C(data); ! when the end cuts one off.
std::string tokens_of(std::string_view html) {
  std::string out;
  std::size_t end = 0;
  HtmlTokens tokens(html);
  for (HtmlToken token; tokens.next(token);) {
    BOOST_TEST(token.begin == end);
    BOOST_TEST(token.end >= token.begin);
    end = token.end;
    const std::string text(html.substr(token.begin, token.end - token.begin));
    const std::string name(token.name);
    switch (token.kind) {
      case HtmlKind::StartTag:
        out += "<" + name + (token.self_closing ? "/>" : ">");
        break;
      case HtmlKind::EndTag:
        out += "</" + name + ">";
        break;
      default:
        out += "tr<>cdC"[static_cast<std::size_t>(token.kind)];
        out += "(" + text + ")";
    }
    if (!token.closed) out += "!";
  }
  BOOST_TEST(end == html.size());
  return out;
}

std::string attributes_of(std::string_view html) {
  std::string out;
  HtmlToken token;
  HtmlTokens(html).next(token);
  HtmlAttributes attributes(html, token);
  for (HtmlAttribute attribute; attributes.next(attribute);) {
    BOOST_TEST(html.substr(attribute.value_begin, attribute.value.size()) == attribute.value);
    out += "[" + std::string(attribute.name) + "|" + std::string(attribute.value) + "]";
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_html_tokens)

BOOST_AUTO_TEST_CASE(tags_and_text_alternate) {
  BOOST_TEST(tokens_of("") == "");
  BOOST_TEST(tokens_of("a<p class=x>b</P >c") == "t(a)<p>t(b)</P>t(c)");
  BOOST_TEST(tokens_of("<br/><img src=x/><br / ><hr x=\"1\"/>") == "<br/><img><br><hr/>");
  BOOST_TEST(tokens_of("<o:p></o:p>") == "<o:p></o:p>");
}

BOOST_AUTO_TEST_CASE(a_less_than_sign_is_not_always_a_tag) {
  BOOST_TEST(tokens_of("1 < 2 <3 <<b>") == "t(1 < 2 <3 <)<b>");
  BOOST_TEST(tokens_of("a<") == "t(a<)");
  BOOST_TEST(tokens_of("a</") == "t(a</)");
  BOOST_TEST(tokens_of("a</>b</ x>c") == "t(a)c(</>)t(b)c(</ x>)t(c)");
  BOOST_TEST(tokens_of("<?xml?>a<!x>") == "c(<?xml?>)t(a)c(<!x>)");
}

BOOST_AUTO_TEST_CASE(quotes_hide_a_greater_than_sign_in_values_only) {
  BOOST_TEST(tokens_of("<a title=\"</body>\">x") == "<a>t(x)");
  BOOST_TEST(tokens_of("<a title='>' b = '>'>x") == "<a>t(x)");
  BOOST_TEST(tokens_of("<a \">x\">") == "<a>t(x\">)");
  BOOST_TEST(tokens_of("<a b=x\">y") == "<a>t(y)");
  BOOST_TEST(tokens_of("<a b=>y") == "<a>t(y)");
  BOOST_TEST(tokens_of("<a ==\">\">y") == "<a>t(y)");
}

BOOST_AUTO_TEST_CASE(comments_end_where_browsers_end_them) {
  BOOST_TEST(tokens_of("<!-- a > b -- c -->x") == "c(<!-- a > b -- c -->)t(x)");
  BOOST_TEST(tokens_of("<!-->x") == "c(<!-->)t(x)");
  BOOST_TEST(tokens_of("<!--->x") == "c(<!--->)t(x)");
  BOOST_TEST(tokens_of("<!---->x") == "c(<!---->)t(x)");
  BOOST_TEST(tokens_of("<!--a--!>x") == "c(<!--a--!>)t(x)");
  BOOST_TEST(tokens_of("<!--a--->x") == "c(<!--a--->)t(x)");
  BOOST_TEST(tokens_of("<!--a->b-->x") == "c(<!--a->b-->)t(x)");
  BOOST_TEST(tokens_of("<!--[if mso]><p><![endif]-->x") == "c(<!--[if mso]><p><![endif]-->)t(x)");
  BOOST_TEST(tokens_of("<![if !mso]>x<![endif]>") == "c(<![if !mso]>)t(x)c(<![endif]>)");
  BOOST_TEST(tokens_of("<!DOCTYPE html>x") == "d(<!DOCTYPE html>)t(x)");
}

BOOST_AUTO_TEST_CASE(raw_text_holds_no_tags) {
  for (const std::string e : {"style", "TITLE", "textarea", "xmp", "iframe", "noembed", "noframes", "script"}) {
    std::string html = "<$><!--</body></$ >x";
    std::string tokens = "<$>r(<!--</body>)</$>t(x)";
    for (std::string* text : {&html, &tokens}) {
      for (std::size_t at; (at = text->find('$')) != std::string::npos;) text->replace(at, 1, e);
    }
    BOOST_TEST(tokens_of(html) == tokens);
  }
  BOOST_TEST(tokens_of("<style></style>") == "<style></style>");
  BOOST_TEST(tokens_of("<style></styled></style>") == "<style>r(</styled>)</style>");
  BOOST_TEST(tokens_of("<noscript></body></noscript>") == "<noscript></body></noscript>");
  BOOST_TEST(tokens_of("<plaintext></plaintext>") == "<plaintext>r(</plaintext>)!");
}

BOOST_AUTO_TEST_CASE(a_script_in_a_comment_in_a_script_is_closed_first) {
  BOOST_TEST(tokens_of("<script><!--<script></script>--></script>x") ==
             "<script>r(<!--<script></script>-->)</script>t(x)");
  BOOST_TEST(tokens_of("<script><!--</script>x") == "<script>r(<!--)</script>t(x)");
  BOOST_TEST(tokens_of("<script><!--<script></script>") == "<script>r(<!--<script></script>)!");
  BOOST_TEST(tokens_of("<script><!--><script></script>x") == "<script>r(<!--><script>)</script>t(x)");
}

BOOST_AUTO_TEST_CASE(cdata_lives_in_svg_and_math_alone) {
  BOOST_TEST(tokens_of("<![CDATA[a>b]]>") == "c(<![CDATA[a>)t(b]]>)");
  BOOST_TEST(tokens_of("<svg><![CDATA[a>b]]></svg><![CDATA[>") == "<svg>C(<![CDATA[a>b]]>)</svg>c(<![CDATA[>)");
  BOOST_TEST(tokens_of("<svg><title/>x</svg>") == "<svg><title/>t(x)</svg>");
  BOOST_TEST(tokens_of("<svg><p><![CDATA[a>b") == "<svg><p>c(<![CDATA[a>)t(b)");
}

BOOST_AUTO_TEST_CASE(what_the_end_cuts_off_is_not_closed) {
  for (const std::string html : {"<!-- ", "<!", "<?", "<!--x--", "<!doctype", "<a href=\"x", "<a", "<a b='>", "</a "}) {
    const std::string tokens = tokens_of(html);
    BOOST_TEST(tokens.ends_with("!"), html << " gave " << tokens);
  }
  BOOST_TEST(tokens_of("<style>") == "<style>r()!");
  BOOST_TEST(tokens_of("<title>x</titl") == "<title>r(x</titl)!");
}

BOOST_AUTO_TEST_CASE(attributes_come_with_their_values) {
  BOOST_TEST(attributes_of("<a href=\"x y\" b='2' c=3 d e = f/>") == "[href|x y][b|2][c|3][d|][e|f/]");
  BOOST_TEST(attributes_of("<a/b/c=d>") == "[b|][c|d]");
  BOOST_TEST(attributes_of("<a =x \"y>") == "[=x|][\"y|]");
  BOOST_TEST(attributes_of("<br/>") == "");
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_nasty_text_is_covered_by_tokens) {
  const std::string html =
      "<!DOCTYPE x><a b=\"'>\" c='\"'><script><!--<script>--></script><svg/><svg><![CDATA[]]>"
      "</svg><!--[if]>--!><![endif]><?x?></ ><textarea></textarea x='>'>";
  for (std::size_t cut = 0; cut <= html.size(); ++cut) {
    tokens_of(html.substr(cut));  // checks that tokens follow one another without a gap
    tokens_of(html.substr(0, cut));
  }
}

BOOST_AUTO_TEST_SUITE_END()
