// The user's own signature, and what must not be taken for one.
#include "signature/client_signature.h"

#include <boost/test/unit_test.hpp>
#include <string>

#include "signature/place.h"

using namespace waybill::signature;

namespace {

Spot replacing(Location location = Location::Append) {
  Spot spot(location, "%%Signature%%");
  spot.replaces_client_signature = true;
  return spot;
}

std::string html_after(std::string_view html, const Spot& spot = replacing()) {
  const auto place = place_html(html, spot, "<S>", "\n");
  return place ? std::string(html).replace(place->offset, place->length, place->bytes) : "unclosed";
}

std::string plain_after(std::string_view text, bool flowed = false) {
  const Placement place = place_plain(text, replacing(), "S", {flowed, false, "\n"});
  return std::string(text).replace(place.offset, place.length, place.bytes);
}

bool stays(const std::string& text) { return plain_after(text) == text + "\nS\n"; }

bool found(std::string_view html) { return find_client_signature_html(html).has_value(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_client_signature)

BOOST_AUTO_TEST_CASE(each_mail_program_marks_its_own) {
  BOOST_TEST(html_after("<p>Hi</p><div id=\"Signature\"><div id=\"x\"><p>Anna</p></div></div><br>") ==
             "<p>Hi</p>\n<S>\n<br>");
  BOOST_TEST(html_after("<div>Hi</div><div class=\"moz-signature\">-- <br>Anna</div>") == "<div>Hi</div>\n<S>");
  BOOST_TEST(html_after("<div>Hi</div>\n<pre class=\"moz-signature\" cols=\"72\">-- \nAnna</pre>\n") ==
             "<div>Hi</div>\n<S>\n");
  BOOST_TEST(html_after("Hi<div class=\"ms-outlook-ios-signature\" id=\"ms-outlook-mobile-signature\">Anna</div>") ==
             "Hi\n<S>");
  BOOST_TEST(html_after("Hi<div id=AppleMailSignature dir=ltr>Sent from my phone</div>x") == "Hi\n<S>\nx");
  BOOST_TEST(html_after("Hi<div class=\"a protonmail_signature_block b\">Anna</div>") == "Hi\n<S>");
}

BOOST_AUTO_TEST_CASE(gmail_has_a_separator_above) {
  BOOST_TEST(html_after("<div dir=\"ltr\">Hi<div><br></div><span class=\"gmail_signature_prefix\">-- </span><br>"
                        "<div dir=\"ltr\" class=\"gmail_signature\" data-smartmail=\"gmail_signature\">"
                        "<div class=\"gmail_signature\">Anna</div></div></div>") ==
             "<div dir=\"ltr\">Hi<div><br></div>\n<S>\n</div>");
  // What was typed in between stays, and so does the separator.
  BOOST_TEST(
      html_after("Hi<span class=\"gmail_signature_prefix\">-- </span>P.S. x<div class=\"gmail_signature\">A</div>") ==
      "Hi<span class=\"gmail_signature_prefix\">-- </span>P.S. x\n<S>");
}

BOOST_AUTO_TEST_CASE(outlook_for_windows_marks_paragraphs) {
  BOOST_TEST(html_after("<div class=WordSection1><p class=MsoNormal>Hi</p><p class=MsoNormal><a name=\"_MailAutoSig\">"
                        "<span>Regards</span></a></p><p class=MsoNormal><span style='mso-bookmark:_MailAutoSig'>Anna"
                        "<o:p></o:p></span></p><p class=MsoNormal>&nbsp;</p></div>") ==
             "<div class=WordSection1><p class=MsoNormal>Hi</p>\n<S>\n<p class=MsoNormal>&nbsp;</p></div>");
}

BOOST_AUTO_TEST_CASE(in_doubt_nothing_is_replaced) {
  const std::string signature = "<div id=\"Signature\">Anna</div>";
  BOOST_TEST(found("Hi" + signature));
  BOOST_TEST(!found("Hi"));
  BOOST_TEST(!found(signature));  // all of her text may be in it
  BOOST_TEST(!found("<p>&nbsp;</p>" + signature + "Hi"));
  BOOST_TEST(!found("Hi" + signature + signature));
  BOOST_TEST(!found("Hi<div id=\"Signature\">Anna"));               // no end
  BOOST_TEST(!found("Hi<b><div id=\"Signature\">Anna</b></div>"));  // tags across its border
  BOOST_TEST(!found("Hi<div id=\"Signature\"><table><td></div></table>"));
  BOOST_TEST(!found("Hi<div id=\"Signature\"><body></div>"));
  BOOST_TEST(!found("Hi<!-- " + signature + " -->"));
  BOOST_TEST(!found("Hi<div id=\"x_Signature\">quoted</div>"));
  BOOST_TEST(!found("Hi<a name=\"_MailAutoSig\">no paragraph</a>"));
  BOOST_TEST(!found(
      "<p>Hi</p><p><a name=\"_MailAutoSig\">A</a></p><table><td><p style='mso-bookmark:_MailAutoSig'>B</p></table>"));
  std::string deep = "Hi<div id=\"Signature\">";
  for (int i = 0; i < 600; ++i) deep += "<b>";
  for (int i = 0; i < 600; ++i) deep += "</b>";
  BOOST_TEST(!found(deep + "</div>"));
}

BOOST_AUTO_TEST_CASE(the_id_of_outlook_is_known_as_outlook_writes_it) {
  BOOST_TEST(found("<p>Hi</p><DIV ID=\"Signature\"><p>Anna</p></DIV>"));
  BOOST_TEST(!found("<form><p>Please sign:</p><div id=\"signature\"><p>I accept: YES</p></div><p>more</p></form>"));
  BOOST_TEST(!found("<p>Hi</p><div id=\"SIGNATURE\">YES</div>"));
  BOOST_TEST(!found("<p>Hi</p><p id=\"Signature\">YES</p>"));
  BOOST_TEST(!found("<table><tr><td>Sign here</td><td id=\"Signature\">YES</td></tr></table>"));
}

BOOST_AUTO_TEST_CASE(quoted_signatures_stay) {
  BOOST_TEST(!found("Hi<blockquote type=\"cite\">Hello<div class=\"moz-signature\">Bob</div></blockquote>"));
  BOOST_TEST(!found("Hi<div id=\"divRplyFwdMsg\"><b>From:</b> Bob</div><div id=\"Signature\">Bob</div>"));
  BOOST_TEST(
      found("Hi<div id=\"Signature\">Anna</div><div id=\"divRplyFwdMsg\"><b>From:</b> Bob</div>"
            "<div id=\"Signature\">Bob</div>"));
  BOOST_TEST(!found("Hi<div id=\"Signature\">Anna<blockquote type=\"cite\">quoted</blockquote></div>"));
}

BOOST_AUTO_TEST_CASE(a_marker_is_stronger) {
  BOOST_TEST(html_after("Hi %%Signature%%<div id=\"Signature\">Anna</div>", replacing(Location::Marker)).find("Anna") !=
             std::string::npos);
  BOOST_TEST(html_after("Hi<div id=\"Signature\">Anna</div>", replacing(Location::Marker)) == "Hi\n<S>");
  BOOST_TEST(html_after("Hi<div id=\"Signature\">Anna</div>", Location::Append) ==
             "Hi<div id=\"Signature\">Anna</div>\n<S>");
}

BOOST_AUTO_TEST_CASE(plain_text_from_the_separator_on) {
  BOOST_TEST(plain_after("Hi\n\n-- \nAnna\nTel. 1\n") == "Hi\n\nS\n");
  BOOST_TEST(plain_after("Hi\n-- \nAnna\n\nACME\n\n\n") == "Hi\n\nS\n\n\n");
  BOOST_TEST(plain_after("Hi\r\n-- \r\nAnna\r\n") == "Hi\r\n\nS\r\n");  // the style said LF
  BOOST_TEST(plain_after("Hi\n -- \nAnna\n---\n") == "Hi\n -- \nAnna\n---\n\nS\n");
  BOOST_TEST(plain_after("Hi  \n\n-- \nAnna\n", true) == "Hi  \n\nS\n");
  BOOST_TEST(plain_after("Hi\n-- \nAnna\n____________________\nList\n") == "Hi\n\nS\n____________________\nList\n");
  BOOST_TEST(plain_after("Hi\n-- \nAnna\n> quoted\nYes.\n") == "Hi\n\nS\n> quoted\nYes.\n");
  BOOST_TEST(stays("-- \nAnna\n"));
}

BOOST_AUTO_TEST_CASE(a_bare_separator_counts_where_it_cannot_well_be_text) {
  BOOST_TEST(plain_after("Hi\n\n--\nAnna\nACME\n\n") == "Hi\n\nS\n\n");
  BOOST_TEST(stays("Price list\n--\nImportant text 1\nImportant text 2\n"));
  BOOST_TEST(stays("Hi\n\n--\nsmall 1\n\nPlease answer!\nAnna\n"));
  BOOST_TEST(stays("Hi\n\n--\nAnna\n> quoted\nYes.\n"));
  const std::string eight = "1\n2\n3\n4\n5\n6\n7\n8\n";
  BOOST_TEST(plain_after("Hi\n\n--\n" + eight) == "Hi\n\nS\n");
  BOOST_TEST(stays("Hi\n\n--\n" + eight + "9\n"));
}

BOOST_AUTO_TEST_CASE(two_separators_are_doubt) {
  BOOST_TEST(stays("Hi\n-- \nx\n-- \nAnna\n"));
  BOOST_TEST(stays("Hi,\n\nthe sizes:\n--\nsmall 1\n--\nlarge 2\n\nPlease answer until Monday!\nAnna\n"));
  BOOST_TEST(stays("the sizes:\n--\nsmall\n\n-- \nAnna\n"));
  BOOST_TEST(stays("Hi\n-- \nAnna\n____________________\nList\n-- \nThe list\n"));
  BOOST_TEST(stays("Hi\n-- \nAnna\n> quoted\nYes.\n-- \nAnna\n"));
}

BOOST_AUTO_TEST_CASE(a_postscript_below_a_separator_is_doubt) {
  for (const std::string_view line : {"P.S.: one more thing", "p.s. one", "PS: one", "PS", " PS - one", "P. S. one",
                                      "PPS: two", "P.P.S. two", "NB: note", "N.B. note"}) {
    BOOST_TEST(stays("Hi\n-- \nAnna\n\n" + std::string(line) + "\n"), line);
    BOOST_TEST(stays("Hi\n\n--\nAnna\n" + std::string(line) + "\n"), line);
  }
  BOOST_TEST(plain_after("Hi\n-- \nPS1 GmbH\nNBank\n") == "Hi\n\nS\n");
}

BOOST_AUTO_TEST_CASE(plain_quotes_stay) {
  BOOST_TEST(
      plain_after(
          "Hi\n\n-- \nAnna\n\nOn Mon, 2 Nov 2026 at 10:00, Bob <bob@example.org> wrote:\n> Hello\n> -- \n> Bob\n") ==
      "Hi\n\nS\n\nOn Mon, 2 Nov 2026 at 10:00, Bob <bob@example.org> wrote:\n> Hello\n> -- \n> Bob\n");
  BOOST_TEST(
      plain_after("Hi\n\n-----Original Message-----\nFrom: Bob\nSent: x\nTo: y\nSubject: z\n\nHello\n-- \nBob\n") ==
      "Hi\n\n-----Original Message-----\nFrom: Bob\nSent: x\nTo: y\nSubject: z\n\nHello\n-- \nBob\n\nS\n");
}

BOOST_AUTO_TEST_CASE(a_long_text_below_a_separator_is_no_signature) {
  std::string text = "Hi\n-- \n";
  for (std::size_t i = 0; i < kMostSignatureLines; ++i) text += "x\n";
  BOOST_TEST(plain_after(text) == "Hi\n\nS\n");
  BOOST_TEST(stays(text + "x\n"));
}

BOOST_AUTO_TEST_SUITE_END()
