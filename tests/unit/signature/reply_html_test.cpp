// Where the newest text ends in HTML: what each client writes around a quote.
#include <boost/test/unit_test.hpp>
#include <string>

#include "signature/place.h"

using namespace waybill::signature;

namespace {

// The HTML with "^" where the signature went; "append: ..." when there was no place.
std::string marked(std::string_view html) {
  const auto placement = place_html(html, Location::UnderReply, "<S>", "\n");
  if (!placement) return "unclosed";
  if (placement->how != "under-reply") return std::string(placement->how);
  return std::string(html).insert(placement->offset, "^");
}

void expect(std::string html) {
  const std::string wanted = html;
  BOOST_TEST(marked(html.erase(html.find('^'), 1)) == wanted);
}

const std::string kWrote =
    "On Mon, Apr 2, 2012 at 5:44 PM Bob &lt;<a href=\"mailto:b@example.org\">b@example.org</a>&gt; wrote:";

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_reply_html)

BOOST_AUTO_TEST_CASE(outlook_for_windows) {
  expect(
      "<body><div class=WordSection1><p class=MsoNormal>Hello<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
      "^<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>"
      "<b>From:</b> Bob<br><b>Sent:</b> Monday<br><b>To:</b> Anna<br><b>Subject:</b> x<o:p></o:p></p></div></div>"
      "<p>Hi</p></div></body>");
  expect(
      "<body><p>Hello</p>^<div style='border:none;border-top:solid #B5C4DF 1.0pt'><p><b>Gikan:</b> Bob</p></div>"
      "<p>Hi</p></body>");
  expect(
      "<body><p>Hello</p>^<div style='border:none;border-left:solid blue 1.5pt'><div><div "
      "style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Bob</p></div></div><p>Hi</p></div></body>");
  expect(
      "<body><p>Hello</p>^<hr><font face=Tahoma><b>From:</b> Bob<br><b>Sent:</b> Monday<br><b>To:</b> Anna<br>"
      "<b>Subject:</b> x</font><p>Hi</p></body>");
  expect("<body><div>Hello</div>^<div class=OutlookMessageHeader dir=ltr><hr><b>Von:</b> Bob</div><p>Hi</p></body>");
  BOOST_TEST(marked("<body><p>Hello</p><div style='border-top:solid #E1E1E1 1.0pt'><p>Anna</p></div></body>") ==
             "append: no quote found");
}

BOOST_AUTO_TEST_CASE(outlook_on_the_web_and_mobile) {
  expect(
      "<body><div>Hello</div><div id=\"ms-outlook-mobile-signature\">Get Outlook</div><div id=\"appendonsend\">"
      "</div>^<hr style=\"width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\"><b>From:</b> Bob</div><div>Hi</div>");
  expect("<body><div>Hello</div>^<div id=\"divRplyFwdMsg\">Gikan</div><div>Hi</div></body>");
  expect("<body><div>Hello</div>^<div id=\"mail-editor-reference-message-container\"><div>Hi</div></div></body>");
  expect("<body><div>Hello</div>^<span id=\"OLK_SRC_BODY_SECTION\"><div>Hi</div></span></body>");
  expect("<body><div>Hello<br><br>^<hr id=\"stopSpelling\">Hi</div></body>");
  expect("<body><div>Hello</div>^<div id=\"appendonsend\"></div><div>Hi, quoted in no known way</div></body>");
  BOOST_TEST(marked("<body><div>Hello</div><div id=\"appendonsend\"></div></body>") == "append: no quote found");
}

BOOST_AUTO_TEST_CASE(gmail) {
  expect("<div dir=\"ltr\">Hello</div><br>^<div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">" + kWrote +
         "<br></div><blockquote class=\"gmail_quote\" style=\"margin:0\"><div>Hi</div></blockquote></div>\n");
  expect(
      "<div dir=\"ltr\">Hello</div>^<div class=\"gmail_quote\"><div class=\"gmail_attr\">Gikan kang Bob</div>"
      "<blockquote class=\"gmail_quote\">Hi</blockquote></div>");
  expect(
      "<div dir=\"ltr\">Hello<br>^<div class=\"gmail_quote\"><div class=\"gmail_attr\">---------- Forwarded message "
      "---------<br>From: <strong>Bob</strong><br></div><div>Hi</div></div></div>");
  expect("<div>Hello</div>^<div class=\"gmail_extra\"><div class=\"gmail_quote\">" + kWrote +
         "<br><blockquote class=\"gmail_quote\">Hi</blockquote></div><br><br clear=\"all\"><div><br></div>-- <br>"
         "<div class=\"gmail_signature\">Anna</div></div>");
  BOOST_TEST(marked("<div class=\"gmail_quote\"><div class=\"gmail_attr\">" + kWrote +
                    "</div><blockquote class=\"gmail_quote\">Hi</blockquote><div>Hello</div></div>") ==
             "append: text below the quote");
}

BOOST_AUTO_TEST_CASE(apple_mail) {
  expect(
      "<body>Hello<br>^<div><br><blockquote type=\"cite\"><div>On Apr 2, 2012, at 5:44 PM, Bob wrote:</div><br>"
      "<div>Hi</div></blockquote></div></body>");
  expect(
      "<body><div>Hello</div>^<div>On Apr 2, 2012, at 5:44\xE2\x80\xAFPM, Bob &lt;b@example.org&gt; wrote:</div><br>"
      "<blockquote type=\"cite\"><div>Hi</div></blockquote></body>");
  expect(
      "<body><div>Hello</div><br>^<blockquote type=\"cite\"><div>Begin forwarded message:</div><br>From: Bob"
      "</blockquote></body>");
}

BOOST_AUTO_TEST_CASE(thunderbird) {
  expect(
      "<body><p>Hello</p>\n^<div class=\"moz-cite-prefix\">Bob scripsit:<br></div>\n<blockquote type=\"cite\" "
      "cite=\"mid:1@x\">Hi</blockquote>\n<div class=\"moz-signature\">-- <br>Anna</div></body>");
  BOOST_TEST(marked("<body><div class=\"moz-cite-prefix\">Bob wrote:</div><blockquote type=\"cite\">Hi</blockquote>"
                    "<p>Hello</p></body>") == "append: text below the quote");
  expect(
      "<body><p>Hello</p>\n^<div class=\"moz-forward-container\"><br>-------- Forwarded Message --------<table><tr>"
      "<th>Subject: </th><td>x</td></tr></table>Hi</div></body>");
}

BOOST_AUTO_TEST_CASE(others) {
  // Yahoo, GMX, Yandex, mail.ru, Zimbra, Proton, Roundcube, Lotus Notes, AOL, Samsung, Zoho, eM Client
  expect("<div>Hello</div>^<div id=\"ydp1yahoo_quoted_1\" class=\"ydp1yahoo_quoted\"><div>Bob scribens:</div>Hi</div>");
  expect(
      "<div>Hello<div><br></div>^<div name=\"quote\" style=\"border-left:2px solid #C3D9E5\"><div><b>Gesendet:</b> x"
      "</div>Hi</div></div>");
  expect(
      "<div>Hello</div><div> </div>^<div>02.04.2012, 17:44, \"Bob\" &lt;b@example.org&gt;:</div><blockquote "
      "type=\"cite\"><p>Hi</p></blockquote>");
  expect(
      "<p>Hello</p><br>^Понедельник, 2 апреля 2012, 17:44 +04:00 от Bob &lt;b@example.org&gt;:<br><div><blockquote "
      "style=\"border-left:1px solid #0857A6\">Hi</blockquote></div>");
  expect(
      "<div>Hello</div><div><br></div>^<hr id=\"zwchr\" data-marker=\"__DIVIDER__\"><div data-marker=\"__HEADERS__\">"
      "<b>From: </b>Bob<br><b>To: </b>Anna<br><b>Subject: </b>x<br></div><div>Hi</div>");
  expect(
      "<div>Hello</div>^<div class=\"protonmail_quote\">Bob scribens 2012:<br><blockquote "
      "class=\"protonmail_quote\">Hi</blockquote></div>");
  expect("<div>Hello</div>^<div id=\"reply-intro\">Bob scribens</div><blockquote>Hi</blockquote>");
  expect(
      "<font size=2>Hello</font><br><br>^<table><tr><td>From:</td><td>Bob/Example</td></tr><tr><td>To:</td><td>"
      "anna@example.com</td></tr><tr><td>Date:</td><td>2012</td></tr><tr><td>Subject:</td><td>x</td></tr></table>"
      "<hr noshade><tt>Hi</tt>");
  expect(
      "<font color='black'>Hello<br><br>^<div style=\"color:black\">-----Original Message-----<br>From: Bob<br>"
      "Hi</div></font>");
  expect("<p>Hello</p>^<div>-------- Original message --------</div><div>From: Bob</div><div>Hi</div>");
  expect(
      "<div>Hello</div>^<div>---- On Mon, 02 Apr 2012 17:44:36 +0200 Bob &lt;b@example.org&gt; wrote ----</div>"
      "<blockquote>Hi</blockquote>");
  expect("<div>Hello</div>^<div><div>------ Original Message ------</div><div>From: \"Bob\"</div></div>Hi");
}

BOOST_AUTO_TEST_CASE(a_bare_blockquote_is_a_quote_below_an_attribution_only) {
  expect("<p>Hello</p>^<p>" + kWrote + "</p><blockquote>Hi</blockquote>");
  BOOST_TEST(marked("<p>Hello</p><blockquote>a poem</blockquote>") == "append: no quote found");
}

BOOST_AUTO_TEST_CASE(the_place_is_not_in_a_hidden_element_or_a_button) {
  const std::string quote = "<blockquote type=cite>Hi</blockquote>";
  expect("<p>Hello</p>^<div hidden><div></div>" + quote + "</div>");
  expect("<p>Hello</p>^<div style=\"display: none\"><div></div>" + quote + "</div>");
  expect("<p>Hello</p>^<button><div></div>" + quote + "</button>");
}

BOOST_AUTO_TEST_CASE(a_page_in_the_quote) {
  expect("<p>Hello</p>^<blockquote type=\"cite\"><html><head></head><body><p>Hi</p></body></html></blockquote>");
  expect("<div>Hello</div>^<div>-------- Original message --------</div><html><body>Hi</body></html>");
  const std::string answered = "<blockquote type=\"cite\"><html><body>Hi</body></html></blockquote><p>Hello</p>";
  BOOST_TEST(marked("<p>x</p>" + answered) == "append: text below the quote");
  BOOST_TEST(place_html(answered, Location::UnderReply, "<S>", "\n")->offset == answered.size());
}

BOOST_AUTO_TEST_CASE(quotes_marked_by_signs) { expect("<body><p>Hello</p>^<p>&gt; Hi</p><p>&gt; Bob</p></body>"); }

BOOST_AUTO_TEST_CASE(the_place_is_on_block_level) {
  expect("<p>Hello<br>^<b>From:</b> Bob<br><b>Sent:</b> x<br><b>To:</b> Anna<br><b>Subject:</b> x<br>Hi</p>");
  expect("<p><span>Hello</span></p>^<p><span><b>From:</b> Bob<br><b>To:</b> A<br><b>Subject:</b> x</span></p>");
  expect("<div><div><div>Hello</div></div></div>^<div><div><blockquote type=cite>Hi</blockquote></div></div>");
  expect("<table><tr><td>Hello</td></tr><tr><td>^" + kWrote +
         "<blockquote type=cite>Hi</blockquote></td></tr></table>");
  expect("<ul><li>Hello</li></ul>^<blockquote type=cite>Hi</blockquote>");
}

BOOST_AUTO_TEST_CASE(where_nothing_may_be_put_it_is_appended) {
  const std::string why = "append: no safe place above the quote";
  BOOST_TEST(marked("<pre>Hello\n<b>x</b><blockquote type=cite>Hi</blockquote></pre>") == why);
  BOOST_TEST(marked("<a href=x>Hello<br><blockquote type=cite>Hi</blockquote></a>") == why);
  BOOST_TEST(marked("Hello</body><blockquote type=cite>Hi</blockquote>") == "append: the quote is outside of the body");
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "<div>";
  BOOST_TEST(marked("Hello" + deep + "<blockquote type=cite>Hi</blockquote>") == "append: HTML nested too deeply");
}

BOOST_AUTO_TEST_CASE(what_is_hidden_does_not_count) {
  BOOST_TEST(marked("<p>Hello</p><!-- <div id=divRplyFwdMsg> -->") == "append: no quote found");
  BOOST_TEST(marked("<p>Hello</p><style>blockquote {}</style><script>'<div id=divRplyFwdMsg>'</script>") ==
             "append: no quote found");
  expect(
      "<html><head><title>On 2.4.2012 17:44 Bob wrote:</title></head><body><p>Hello</p><!--[if mso]><p>x<![endif]-->"
      "^<blockquote type=cite>Hi</blockquote></body></html>");
  BOOST_TEST(marked("<p>x</p><blockquote type=cite>y</blockquote><!-- ") == "unclosed");
}

BOOST_AUTO_TEST_CASE(without_own_text_it_goes_to_the_top_of_the_body) {
  expect("<html><head><style>p{}</style></head><body>^<div class=\"gmail_attr\">" + kWrote +
         "</div><blockquote class=gmail_quote>Hi</blockquote></body></html>");
}

BOOST_AUTO_TEST_CASE(an_empty_line_stands_below) {
  const auto placement =
      place_html("<p>x</p>\n<blockquote type=cite>y</blockquote>", Location::UnderReply, "<S>", "\n");
  BOOST_TEST(placement->bytes == "<S>\n<br>\n");
}

BOOST_AUTO_TEST_SUITE_END()
