// HTML as a person would type it.
#include "signature/plain_text.h"

#include <boost/test/unit_test.hpp>
#include <string>

#include "signature/html_entities.h"

using namespace waybill::signature;

BOOST_AUTO_TEST_SUITE(signature_plain_text)

BOOST_AUTO_TEST_CASE(blocks_begin_lines_and_paragraphs_stand_apart) {
  BOOST_TEST(plain_text("") == "");
  BOOST_TEST(plain_text("  a \n b  ") == "a b");
  BOOST_TEST(plain_text("<div>a</div><div><div>b</div></div>c") == "a\nb\nc");
  BOOST_TEST(plain_text("<p>a</p><p>b</p>") == "a\n\nb");
  BOOST_TEST(plain_text("a<h1>b</h1>c") == "a\n\nb\n\nc");
  BOOST_TEST(plain_text("<p></p><p> </p>a<p></p>") == "a");
}

BOOST_AUTO_TEST_CASE(line_breaks_are_kept_one_empty_line_at_most) {
  BOOST_TEST(plain_text("a<br>b<BR/>c") == "a\nb\nc");
  BOOST_TEST(plain_text("a<br><br>b") == "a\n\nb");
  BOOST_TEST(plain_text("a<br><br><br><br>b") == "a\n\nb");
  BOOST_TEST(plain_text("<br>a<br>") == "a");
  BOOST_TEST(plain_text("<div>a<br></div><div>b</div>") == "a\nb");
  BOOST_TEST(plain_text("<div>a</div><div><br></div><div>b</div>") == "a\n\nb");
  BOOST_TEST(plain_text("a</br>b") == "a\nb");
}

BOOST_AUTO_TEST_CASE(no_break_spaces_are_blanks_that_fill_a_line) {
  BOOST_TEST(plain_text("a&nbsp;&nbsp; b\xC2\xA0") == "a b");
  BOOST_TEST(plain_text("<div>a</div><div>&nbsp;</div><div>b</div>") == "a\n\nb");
  BOOST_TEST(plain_text("<p>a</p><p>&nbsp;</p><p>b</p>") == "a\n\nb");
}

BOOST_AUTO_TEST_CASE(cells_stand_in_one_line) {
  BOOST_TEST(plain_text("<table><tr><td>a</td> <td>b</td></tr><tr><th>c</th><td>d</td></tr></table>e") ==
             "a  b\nc  d\ne");
  BOOST_TEST(plain_text("<tr><td>a</td><td> </td><td>&nbsp;</td><td>b</td><td></td></tr>c") == "a  b\nc");
  BOOST_TEST(
      plain_text("<tr><td><p>Tel:</p></td><td><p>1</p></td></tr><tr><td><p>Fax:</p></td><td><p>2</p></td></tr>") ==
      "Tel:  1\n\nFax:  2");
  BOOST_TEST(plain_text("<tr><td>a<br>b</td><td>c</td></tr>") == "a\nb\nc");
  BOOST_TEST(plain_text("<tr><td><table><tr><td>a<td>b</table><td>c") == "a  b\nc");
}

BOOST_AUTO_TEST_CASE(list_items_have_their_marks) {
  BOOST_TEST(plain_text("x<ul><li>a</li><li>b</li></ul>y") == "x\n- a\n- b\ny");
  BOOST_TEST(plain_text("<ol><li>a<li>b<ul><li>c</ul><li>d</ol>") == "1. a\n2. b\n  - c\n3. d");
  BOOST_TEST(plain_text("<ul><li></li></ul><p>x</p>") == "x");
  BOOST_TEST(plain_text("<li>a") == "- a");
  BOOST_TEST(plain_text("<tr><td>x</td><td><ul><li>a</ul></td></tr>") == "x\n- a");
}

BOOST_AUTO_TEST_CASE(a_rule_is_a_line_of_dashes) {
  const std::string rule(40, '-');
  BOOST_TEST(plain_text("a<hr>b") == "a\n" + rule + "\nb");
}

BOOST_AUTO_TEST_CASE(a_link_shows_its_url_where_that_says_more) {
  BOOST_TEST(plain_text("<a href=\"https://x.example/a\">our site</a>!") == "our site <https://x.example/a>!");
  BOOST_TEST(plain_text("<a href=\"https://x.example/\">x.example</a>") == "x.example");
  BOOST_TEST(plain_text("<a href=\"https://x.example\">https://x.example</a>") == "https://x.example");
  BOOST_TEST(plain_text("<a href=\"https://x.example/?a=1&amp;b=2\">x</a>") == "x <https://x.example/?a=1&b=2>");
  BOOST_TEST(plain_text("<a href=\"mailto:a@x.example\">a@x.example</a>") == "a@x.example");
  BOOST_TEST(plain_text("<a href=\"mailto:a@x.example?subject=y\">Mail: a@x.example</a>") == "Mail: a@x.example");
  BOOST_TEST(plain_text("<a href=\"mailto:a@x.example\">write</a>") == "write <a@x.example>");
  BOOST_TEST(plain_text("<a href=\"tel:+49301\">+49 (30) 1</a>") == "+49 (30) 1");
  BOOST_TEST(plain_text("<a href=\"tel:+49301;ext=2\">+49 (0)30 1 ext. 2</a>") == "+49 (0)30 1 ext. 2");
  BOOST_TEST(plain_text("<a href=\"\">x</a><a>y</a><a href=\"#top\">z</a><a href=\"javascript:x\">w</a>") == "xyzw");
  BOOST_TEST(plain_text("<a href=\"https://x\"><img src=\"y\" alt=\"\"></a>z") == "z");
  BOOST_TEST(plain_text("<ul><li><a href=\"http://x.example\">x.example</a></ul>") == "- x.example");
  BOOST_TEST(plain_text("<a href=\"https://x\">y") == "y <https://x>");
}

BOOST_AUTO_TEST_CASE(an_image_is_its_alt_text) {
  BOOST_TEST(plain_text("a<img src=\"x\" alt=\"the &quot;logo&quot;\">b<img src=\"x\">") == "athe \"logo\"b");
}

BOOST_AUTO_TEST_CASE(what_nobody_sees_is_dropped) {
  BOOST_TEST(plain_text("<head><title>t</title><style>s</style></head><body>a<script>b</script><!-- c --></body>") ==
             "a");
  BOOST_TEST(plain_text("a<!--[if mso]>x<![endif]-->b<![if !mso]>c<![endif]>") == "abc");
  BOOST_TEST(plain_text("a<b") == "a");
  BOOST_TEST(plain_text("so&shy;\xC2\xAD"
                        "ft\xE2\x80\x8B") == "soft");
}

BOOST_AUTO_TEST_CASE(references_are_decoded) {
  BOOST_TEST(plain_text("&lt;&amp;&gt;&auml;&euro;&ndash;&#8364;&#x20AC;&hellip;") == "<&>ä€–€€…");
  BOOST_TEST(plain_text("&copy 2020 &copyright &unknown; &amp") == "© 2020 ©right &unknown; &");
  BOOST_TEST(plain_text("&#150;&#x80;") == "–€");
  BOOST_TEST(plain_text("&#0;&#xD800;&#x110000;&#99999999999;") == "\uFFFD\uFFFD\uFFFD\uFFFD");
  BOOST_TEST(plain_text("&;&#;&#x;&") == "&;&#;&#x;&");
  BOOST_TEST(plain_text("&#7;&#10;a") == "a");
  BOOST_TEST(decode_attribute("?a=1&copy=2&amp;b&lt;") == "?a=1&copy=2&b<");
}

BOOST_AUTO_TEST_CASE(pre_keeps_its_blanks) {
  BOOST_TEST(plain_text("<pre>a  b\n  c  \n\nd</pre>e") == "a  b\n  c\n\nd\ne");
}

BOOST_AUTO_TEST_CASE(the_signature_separator_keeps_its_blank) {
  BOOST_TEST(plain_text("-- <br>a") == "-- \na");
  BOOST_TEST(plain_text("--<br>a") == "--\na");
}

BOOST_AUTO_TEST_CASE(a_cell_of_several_lines_begins_a_line) {
  BOOST_TEST(plain_text("<table><tr><td>logo</td><td>a<br>b</td></tr></table>c") == "logo\na\nb\nc");
  BOOST_TEST(plain_text("<table><tr><td>logo</td><td>a</td></tr></table>c") == "logo  a\nc");
  BOOST_TEST(plain_text("<table><tr><td>logo</td><td><table><tr><td>T</td><td>1</td></tr><tr><td>F</td><td>2</td></tr>"
                        "</table></td></tr></table>") == "logo\nT  1\nF  2");
  BOOST_TEST(plain_text("<table><tr><td>x</td><td><a href=\"https://y\">a<br>b</a></td></tr></table>") ==
             "x\na\nb <https://y>");
}

BOOST_AUTO_TEST_CASE(paragraphs_without_space_stand_close) {
  BOOST_TEST(plain_text("<p class=\"MsoNormal\">a</p><p class=MsoNoSpacing>b</p><p>c</p>") == "a\nb\n\nc");
  BOOST_TEST(plain_text("<p style=\"margin:0\">a</p><p style='MARGIN: 0cm 0cm 0.0001pt'>b</p>") == "a\nb");
  BOOST_TEST(plain_text("<p style=\"margin:0 0 12pt 0\">a</p><p style=\"margin:0\">b</p>") == "a\n\nb");
  BOOST_TEST(plain_text("<p class=MsoNormal style='margin-bottom:12.0pt'>a</p><p class=MsoNormal>b</p>") == "a\n\nb");
  BOOST_TEST(plain_text("<p class=MsoNormal>a</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>b</p>") ==
             "a\n\nb");
}

BOOST_AUTO_TEST_CASE(what_a_style_hides_is_dropped) {
  BOOST_TEST(plain_text("a<div style=\"x:y;Display : none\"><p>b<img alt=c><br></p><b>d</b></div>e") == "ae");
  BOOST_TEST(plain_text("a<span style='mso-hide:all'>b</span><img style=\"display:none\" alt=x>c") == "ac");
  BOOST_TEST(plain_text("a<span style='display:inline'>b</span>c") == "abc");
}

// As Word writes it: images twice, in VML and for everybody else; paragraphs in cells; spacer cells.
BOOST_AUTO_TEST_CASE(a_signature_from_outlook) {
  BOOST_TEST(plain_text(R"(<p class="MsoNormal"><b><span style='font-size:11.0pt'>Anna Schmidt</span></b><o:p></o:p></p>
<p class="MsoNormal"><span style='color:gray'>Engineer</span><o:p></o:p></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<table class="MsoNormalTable" border="0" cellspacing="0" style='border-collapse:collapse'>
 <tr><td width="120" valign="top"><p class="MsoNormal"><!--[if gte vml 1]><v:shape id="x"></v:shape><![endif]--><![if
 !vml]><img width=96 src="cid:logo" alt="Example"><![endif]></p></td><td style="width:10px">&nbsp;</td>
 <td valign="top"><p class="MsoNormal"><b>Example GmbH</b></p><p class="MsoNormal">Hauptstr. 1 | 10115 Berlin</p>
  <table><tr><td>T&nbsp;</td><td><a href="tel:+49301234">+49 30 1234</a></td></tr>
  <tr><td>W&nbsp;</td><td><a href="https://www.example.com/">www.example.com</a></td></tr></table></td></tr></table>
<p class="MsoNormal">Gesch&auml;ftsf&uuml;hrer: B. Boss</p>)") ==
             "Anna Schmidt\nEngineer\n\nExample\nExample GmbH\nHauptstr. 1 | 10115 Berlin\nT  +49 30 1234\n"
             "W  www.example.com\nGeschäftsführer: B. Boss");
}

// As web builders write it: tables in tables, icons, spacers, a line of small print.
BOOST_AUTO_TEST_CASE(a_signature_from_a_builder) {
  BOOST_TEST(
      plain_text(R"(<table cellpadding="0"><tbody><tr><td style="border-right:2px solid"><img alt="" src="p"></td>
<td><span style="font-weight:bold">Anna Schmidt</span><br>Engineer<br><table><tr><td><img src="t" alt="Phone"></td><td>
<a href="tel:+4930">+49 30</a></td><td>|</td><td><a href="mailto:a@x.example">a@x.example</a></td></tr></table></td></tr>
<tr><td colspan="2" style="font-size:1px;line-height:10px">&nbsp;</td></tr>
<tr><td colspan="2"><a href="https://in.example/x"><img alt="LinkedIn" src="l"></a> <a href="https://f.example/x"><img
alt="Facebook" src="f"></a></td></tr><tr><td colspan="2"><img src="spacer.gif" width=1 alt=""></td></tr>
<tr><td colspan="2" style="font-size:9px">This message may be confidential.<br><br><br>Think before you print.</td></tr>
</tbody></table>)") ==
      "Anna Schmidt\nEngineer\nPhone  +49 30  |  a@x.example\n\nLinkedIn <https://in.example/x> "
      "Facebook <https://f.example/x>\nThis message may be confidential.\n\nThink before you print.");
}

// As Gmail and Apple Mail write it: a div a line, and breaks for empty ones.
BOOST_AUTO_TEST_CASE(a_signature_of_divs) {
  BOOST_TEST(
      plain_text("<div dir=\"ltr\"><div><b>Anna Schmidt</b></div><div>Engineer</div><div><br></div><div>"
                 "<ul><li>Mon to Thu</li><li>not on <i>Friday</i></li></ul></div><div>--&nbsp;<br></div></div>") ==
      "Anna Schmidt\nEngineer\n\n- Mon to Thu\n- not on Friday\n-- ");
}

BOOST_AUTO_TEST_CASE(the_visible_text_is_all_text_and_only_text) {
  BOOST_TEST(visible_text("<title>t</title><!-- c --><style>s</style><ul><li>con<b>fi</b>dent<br>ial</ul><hr>"
                          "<a href='http://x/'>y</a><img alt='z'>&uuml;<p>a&nbsp; \n b") ==
             "confident\nial\ny\u00fc\na b");
  BOOST_TEST(visible_text("<p>a</p><p style='display:none'>b<p>c") == "a\nb\nc");
  BOOST_TEST(visible_text("<table><tr><td>Name:</td><td>Smith</td></tr><tr><td>x</table>") == "Name: Smith\nx");
  BOOST_TEST(visible_text("<pre>a  b\n\n\nc</pre>o\u00adffer") == "a b\nc\noffer");
}

BOOST_AUTO_TEST_CASE(hostile_html_ends) {
  std::string html;
  for (int i = 0; i < 50000; ++i) html += "<ul><li><a href=x><table><tr><td>";
  BOOST_TEST(plain_text(html + "x").ends_with("- x"));
  html.clear();
  for (int i = 0; i < 50000; ++i) html += "<table><tr><td>x</td><td>y";
  BOOST_TEST(plain_text(html + "<br>z").ends_with("y\nz"));
  BOOST_TEST(plain_text(std::string(100000, '&')).size() == 100000U);
  BOOST_TEST(plain_text(std::string(100000, '<')).size() == 100000U);
}

BOOST_AUTO_TEST_SUITE_END()
