// Our own signature, found again in what mail programs make of it.
#include "signature/earlier.h"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "base/text.h"
#include "signature/mark.h"
#include "signature/place.h"
#include "signature/plain_text.h"
#include "signature/wrap_lines.h"

using namespace waybill::signature;

namespace {

const std::string kMark = mark_of("Signature", "anna@example.com");
const Fragment kFragment = [] {
  const std::string html =
      "<div><p>Anna Schm&iuml;dt<br>R&amp;D &ndash; Example GmbH<br>"
      "<a href=\"https://www.example.com/contact\">Write to us</a></p></div>";
  return Fragment{html, plain_text(html)};
}();

bool in_html(std::string_view html, Within within) { return stands_in_html(html, {kFragment, kMark}, within); }
bool in_plain(std::string_view text, Within within) { return stands_in_plain(text, {kFragment, kMark}, within); }

// Found by its mark alone: nothing to see is left of it.
bool marked(const std::string& attributes) {
  return in_html("<blockquote type=\"cite\"><div " + attributes + ">changed</div></blockquote>", Within::All);
}

// Quoted or not, as the text of the mail.
enum class Where { Nowhere, Quoted, Newest };
std::ostream& operator<<(std::ostream& out, Where where) { return out << static_cast<int>(where); }
Where html_where(std::string_view html) {
  if (in_html(html, Within::Newest)) return Where::Newest;
  return in_html(html, Within::All) ? Where::Quoted : Where::Nowhere;
}
Where plain_where(std::string_view text) {
  if (in_plain(text, Within::Newest)) return Where::Newest;
  return in_plain(text, Within::All) ? Where::Quoted : Where::Nowhere;
}

// As a rule signs a text in which lines are `width` long; 0: not wrapped.
std::string signed_with(std::string_view fragment, std::size_t width, const PlainStyle& style) {
  const std::string text = "Yes, we can." + std::string(style.line_end);
  return text + place_plain(text, Location::Append, wrapped(fragment, width), style).bytes;
}

std::string quoted(std::string_view text) {
  std::string out = "No.\n\nOn Sun, Nov 22, 2026 at 10:00 AM Anna <anna@example.com> wrote:\n";
  for (const std::string_view line : waybill::base::split(text, '\n')) out += "> " + std::string(line) + '\n';
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_earlier)

BOOST_AUTO_TEST_CASE(a_mark_is_the_rule_and_whose_it_is) {
  BOOST_TEST(kMark.size() == 23U);
  BOOST_TEST(kMark.starts_with("waybill"));
  BOOST_TEST(mark_of("signature", "Anna@Example.com") == kMark);
  BOOST_TEST(mark_of("Signature", "bert@example.com") != kMark);
  BOOST_TEST(mark_of("Signatur", "eanna@example.com") != kMark);
  BOOST_TEST(mark_of("", "") == "waybillaf63bd4c8601b7df");  // FNV-1a of one NUL byte
}

BOOST_AUTO_TEST_CASE(a_mark_stands_on_the_outermost_div) {
  BOOST_TEST(with_mark("<div><div>x</div></div>", "m") == "<div class=\"m\" id=\"m\"><div>x</div></div>");
  BOOST_TEST(with_mark("", "m") == "");
}

BOOST_AUTO_TEST_CASE(marks_are_found_as_mail_programs_write_them) {
  BOOST_TEST(marked("class=\"" + kMark + "\""));
  BOOST_TEST(marked("id=" + kMark));                                         // desktop Outlook: no quotes
  BOOST_TEST(marked("id=\"x_" + kMark + "\" class=\"x_" + kMark + "\""));    // Outlook on the web
  BOOST_TEST(marked("id=\"x_x_x_" + kMark + "\""));                          // three answers later
  BOOST_TEST(marked("class=\"xx" + kMark + "\""));                           // desktop Outlook of x_x_
  BOOST_TEST(marked("id=\"m_-8991588755533013364" + kMark + "\""));          // Gmail
  BOOST_TEST(marked("class=\"gmail-m_58915668" + kMark + " gmail-more\""));  // Gmail, answered
  BOOST_TEST(marked("class=\"yiv4754703183ydp573fbcc3" + kMark + "\""));     // Yahoo
  BOOST_TEST(marked("CLASS='Waybill" + kMark.substr(7) + "'"));
  BOOST_TEST(!marked("title=\"" + kMark + "\""));
  BOOST_TEST(!marked("class=\"" + mark_of("Signature", "bert@example.com") + "\""));
  BOOST_TEST(!in_html("<!-- <div class=\"" + kMark + "\"> -->", Within::All));
}

BOOST_AUTO_TEST_CASE(outlook_for_windows_rewrites_all_but_the_text) {
  BOOST_TEST(html_where("<div class=WordSection1><p class=MsoNormal>Yes.<o:p></o:p></p>"
                        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
                        "<p class=MsoNormal><b>From:</b> Anna &lt;anna@example.com&gt;<br><b>Sent:</b> Monday<br>"
                        "<b>To:</b> Bob<br><b>Subject:</b> Offer<o:p></o:p></p></div></div>"
                        "<p class=MsoNormal>Hello<o:p></o:p></p><div><p style='margin:0cm'>Anna Schm\xC3\xAF"
                        "dt<br>R&amp;D \xE2\x80\x93 Example\r\nGmbH<br>"
                        "<a href=\"https://safelinks.example/?u=1\">Write&nbsp;to us</a><o:p></o:p></p></div></div>") ==
             Where::Quoted);
}

BOOST_AUTO_TEST_CASE(outlook_on_the_web_marks_the_header) {
  const std::string quoted =
      "<div>Yes.</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\" dir=\"ltr\"><b>From:</b> "
      "Anna<br></div>"
      "<div><p>Hello</p><div class=\"x_" +
      kMark + "\" id=\"x_" + kMark + "\"><p>gone</p></div></div>";
  BOOST_TEST(html_where(quoted) == Where::Quoted);
}

BOOST_AUTO_TEST_CASE(gmail_thunderbird_and_apple_quote_in_blockquotes) {
  const std::string ours = with_mark(kFragment.html, kMark);
  BOOST_TEST(html_where("<div dir=\"ltr\">Yes.</div><br><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon, 2 "
                        "Nov 2026 at 10:00, Anna &lt;<a>anna@example.com</a>&gt; wrote:<br></div><blockquote "
                        "class=\"gmail_quote\" style=\"margin:0\"><div><p>Anna Schm&#239;dt<br>R&amp;D \xE2\x80\x93 "
                        "Example GmbH<br><a>Write to us</a></p></div></blockquote></div>") == Where::Quoted);
  BOOST_TEST(html_where("<p>Yes.</p><div class=\"moz-cite-prefix\">Am 2.11.26 um 10:00 schrieb Anna:<br></div>"
                        "<blockquote type=\"cite\" cite=\"mid:1@example.com\">" +
                        ours + "</blockquote>") == Where::Quoted);
  BOOST_TEST(html_where("Yes.<br><div><br><blockquote type=\"cite\"><div>On 2 Nov 2026, at 10:00, Anna wrote:</div>" +
                        ours + "</blockquote></div>") == Where::Quoted);
  BOOST_TEST(html_where("<p>Yes.</p>" + ours) == Where::Newest);
  BOOST_TEST(html_where("<blockquote type=\"cite\">Hello</blockquote><p>Yes.</p>" + ours) == Where::Newest);
}

BOOST_AUTO_TEST_CASE(text_counts_by_whole_lines) {
  const Fragment fragment = {"<div>Anna<br>Sales<br>ACME</div>", "Anna\nSales\nACME"};
  const auto holds = [&](std::string_view html) { return stands_in_html(html, {fragment, {}}, Within::All); };
  BOOST_TEST(holds("<p>Thanks,</p><p> Anna </p><p>Sales</p><p>ACME</p>"));
  BOOST_TEST(holds("Thanks,<br><b>An</b>na Sales ACME"));
  BOOST_TEST(!holds("<p>Thanks, Anna<br>Sales<br>ACME</p>"));
  BOOST_TEST(!holds("<p>Anna<br>Sales<br>ACME and Bob</p>"));
  const Fragment picture = {"<div><img src=\"cid:1\"></div>", ""};
  BOOST_TEST(!stands_in_html("<p></p>", {picture, {}}, Within::All));
}

BOOST_AUTO_TEST_CASE(a_short_text_may_be_typed_by_the_user) {
  const auto is_known = [](const std::string& html) {
    const Fragment fragment = {"<div><p><img src=\"logo.png\"><br>" + html + "</p></div>", plain_text(html)};
    const bool in_plain = stands_in_plain("Hi\n\n" + fragment.text + "\n", {fragment, kMark}, Within::All);
    BOOST_TEST(stands_in_html("<p>Hi</p><p>" + html + "</p>", {fragment, kMark}, Within::All) == in_plain);
    BOOST_TEST(stands_in_html(with_mark(fragment.html, kMark), {fragment, kMark}, Within::All));
    return in_plain;
  };
  BOOST_TEST(!is_known("Anna M\xC3\xBCller"));
  BOOST_TEST(!is_known("Kind regards<br>Anna M\xC3\xBCller"));
  BOOST_TEST(is_known("Anna<br>Sales<br>ACME"));
  const std::string forty = "Anna M\xC3\xBCller, Example GmbH, Berlin, Germany (D)";  // without its blanks
  BOOST_TEST(is_known(forty));
  BOOST_TEST(!is_known(forty.substr(1)));
}

BOOST_AUTO_TEST_CASE(plain_text_is_found_behind_quote_signs_and_in_other_lines) {
  const std::string text =
      "Anna Schm\xC3\xAF"
      "dt\nR&D \xE2\x80\x93 Example GmbH\nWrite to us <https://www.example.com/contact>\n";
  BOOST_TEST(kFragment.text + "\n" == text);
  BOOST_TEST(plain_where("Yes.\n\n" + text) == Where::Newest);
  BOOST_TEST(
      plain_where("Yes.\n\n> Hello\n> Anna Schm\xC3\xAF"
                  "dt\n> R&D \xE2\x80\x93 Example \n> GmbH\n> Write to us\n> <https://www.example.com/contact>\n") ==
      Where::Quoted);
  BOOST_TEST(plain_where("Yes.\r\n\r\n>> Hello\r\n>> Anna Schm\xC3\xAF"
                         "dt\r\n>> R&D \xE2\x80\x93 Example \r\n>>GmbH\r\n>> Write to us\r\n") == Where::Quoted);
  BOOST_TEST(plain_where("Yes.\n\n-----Original Message-----\nFrom: Anna\nSent: Monday\nTo: Bob\nSubject: Offer\n\n" +
                         text) == Where::Quoted);
  BOOST_TEST(plain_where("> Hello\n\nYes.\n\n" + text) == Where::Newest);
  BOOST_TEST(plain_where("Yes, " + text) == Where::Nowhere);
  BOOST_TEST(plain_where("") == Where::Nowhere);
}

BOOST_AUTO_TEST_CASE(our_own_text_is_found_however_its_lines_were_broken) {
  const std::string text =
      "Anna Schmidt\nFrom Monday to Friday, 9 to 17 o'clock, at the third floor of the house in the court of\n"
      "  Example GmbH > Research and Development > Signatures > Lines and their ends > Wrapping of lines\n"
      "Write to us <https://www.example.com/contact?a-query=that-is-longer-than-any-line-in-the-mail-may-be>";
  const Fragment fragment = {"<div>-</div>", text};
  const auto stands = [&](std::string_view mail, Within within) {
    return stands_in_plain(mail, {fragment, {}}, within);
  };
  for (std::size_t width = 0; width < 100; ++width) {
    for (const PlainStyle& style :
         {PlainStyle{false, false, "\n"}, {false, false, "\r\n"}, {true, false, "\r\n"}, {true, true, "\n"}}) {
      const std::string mail = signed_with(text, width, style);
      BOOST_TEST_CONTEXT(mail) {
        BOOST_TEST(stands(mail, Within::Newest));
        BOOST_TEST(stands(quoted(mail), Within::All));
        BOOST_TEST(!stands(quoted(mail), Within::Newest));
        BOOST_TEST(!stands(mail.substr(0, mail.find("Signatures")), Within::All));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(hostile_texts_cost_linear_time) {
  const auto begin = std::chrono::steady_clock::now();
  const std::string many(1'000'000, 'a');
  const std::string half(500'000, 'a');
  BOOST_TEST(!stands_in_plain(many, {{"<div>" + half + "b</div>", half + "b"}, {}}, Within::All));
  BOOST_TEST(!stands_in_plain(many, {{"<div>" + half + "</div>", half}, {}}, Within::All));
  std::string urls;
  std::string quotes;
  for (int i = 0; i < 100'000; ++i) {
    urls += "<http://";
    quotes += "<blockquote type=cite>";
  }
  BOOST_TEST(!in_plain(urls, Within::Newest));
  BOOST_TEST(!in_html(quotes, Within::Newest));
  BOOST_TEST((std::chrono::steady_clock::now() - begin < std::chrono::seconds(20)));  // quadratic: hours
}

BOOST_AUTO_TEST_SUITE_END()
