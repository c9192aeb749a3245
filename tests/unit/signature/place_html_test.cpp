// Where the signature goes in HTML, whatever the HTML is like.
#include <boost/test/unit_test.hpp>
#include <string>

#include "signature/place.h"

using namespace waybill::signature;

namespace {

std::string placed(std::string_view html, Location location, std::string_view fragment = "<S>") {
  const auto placement = place_html(html, location, fragment, "\n");
  if (!placement) return "unclosed";
  return std::string(html).insert(placement->offset, placement->bytes);
}

std::string appended(std::string_view html) { return placed(html, Location::Append); }
std::string prepended(std::string_view html) { return placed(html, Location::Prepend); }

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  std::size_t line = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line = i + 1;
    longest = std::max(longest, i + 1 - line);
  }
  return longest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_place_html)

BOOST_AUTO_TEST_CASE(append_goes_before_the_end_of_the_body) {
  BOOST_TEST(appended("<html><body>x\n</body></html>\n") == "<html><body>x\n<S>\n</body></html>\n");
  BOOST_TEST(appended("<html><body>x</BODY ></html>") == "<html><body>x\n<S>\n</BODY ></html>");
  BOOST_TEST(appended("x\n</html>") == "x\n<S>\n</html>");
  BOOST_TEST(appended("<p>x</p>") == "<p>x</p>\n<S>");
  BOOST_TEST(appended("<p>x</p>\n") == "<p>x</p>\n<S>\n");
  BOOST_TEST(appended("") == "<S>");
  BOOST_TEST(appended("x\n</") == "x\n<S>\n</");
}

BOOST_AUTO_TEST_CASE(prepend_goes_behind_the_start_of_the_body) {
  BOOST_TEST(prepended("<html><body bgcolor=\">\">x") == "<html><body bgcolor=\">\">\n<S>\nx");
  BOOST_TEST(prepended("<body>\nx") == "<body>\n<S>\nx");
  BOOST_TEST(prepended("<html><head></head>x") == "<html><head></head>\n<S>\nx");
  BOOST_TEST(prepended("<html>x") == "<html>\n<S>\nx");
  BOOST_TEST(prepended("<!DOCTYPE html>\nx") == "<!DOCTYPE html>\n<S>\nx");
  BOOST_TEST(prepended("x") == "<S>\nx");
  BOOST_TEST(prepended("\xEF\xBB\xBFx") == "\xEF\xBB\xBF<S>\nx");
  BOOST_TEST(prepended("") == "<S>");
}

BOOST_AUTO_TEST_CASE(the_last_body_end_counts_the_first_body_start) {
  BOOST_TEST(appended("<body>a</body><body>b</body>c") == "<body>a</body><body>b\n<S>\n</body>c");
  BOOST_TEST(prepended("<body><body>") == "<body>\n<S>\n<body>");
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_a_tag_does_not_count) {
  for (const std::string decoy :
       {"<!-- </body> -->", "<!--[if mso]></body></html><![endif]-->", "<script>'</body>'</script>",
        "<style></body></style>", "<textarea></body></textarea>", "<title></body></title>",
        "<a title=\"</body>\">x</a>", "<a title='</body>'>x</a>", "<xmp></body></xmp>", "<noframes></body></noframes>",
        "<iframe></body></iframe>", "</bodyx>", "</ body>", "<?</body>", "<svg><![CDATA[</body>]]></svg>",
        "<script><!--<script></body></script></body>--></script>"}) {
    BOOST_TEST(appended("x" + decoy) == "x" + decoy + "\n<S>", decoy);
    BOOST_TEST(appended("x</body>" + decoy) == "x\n<S>\n</body>" + decoy, decoy);
  }
  BOOST_TEST(prepended("<!-- <body> --><body>x") == "<!-- <body> --><body>\n<S>\nx");
  BOOST_TEST(prepended("<title><body></title>x") == "<S>\n<title><body></title>x");
}

BOOST_AUTO_TEST_CASE(a_page_in_a_quote_is_not_the_page) {
  const std::string quoted = "<blockquote><html><head></head><body><p>old</p></body></html></blockquote>";
  BOOST_TEST(prepended("<p>New</p>" + quoted) == "<S>\n<p>New</p>" + quoted);
  BOOST_TEST(prepended("<html><p>New</p>" + quoted) == "<html>\n<S>\n<p>New</p>" + quoted);
  BOOST_TEST(prepended(quoted) == "<S>\n" + quoted);
  BOOST_TEST(appended("<p>New</p>" + quoted) == "<p>New</p>" + quoted + "\n<S>");
  BOOST_TEST(appended(quoted + "<p>own</p>") == quoted + "<p>own</p>\n<S>");
  BOOST_TEST(appended("<body>" + quoted + "own</body>") == "<body>" + quoted + "own\n<S>\n</body>");
  BOOST_TEST(appended("<body>New</body>" + quoted) == "<body>New</body>" + quoted + "\n<S>");
}

BOOST_AUTO_TEST_CASE(what_is_shown_before_a_page_belongs_to_it) {
  for (const std::string before :
       {"<div>New</div>", "New", "<img src=x>", "&nbsp;", "<table>", "<div>", "<a href=x>", "<template>"}) {
    const std::string mail = before + "<!DOCTYPE html><html><head></head><body>old</body></html>";
    BOOST_TEST(prepended(mail) == "<S>\n" + mail, mail);
  }
  for (const std::string before : {"\xEF\xBB\xBF", " \r\n", "<!-- x -->", "<title>x</title>", "<o:p>", "<div></div>"}) {
    BOOST_TEST(prepended(before + "<body>x") == before + "<body>\n<S>\nx", before);
  }
}

BOOST_AUTO_TEST_CASE(what_is_shown_behind_a_page_is_not_above_the_signature) {
  BOOST_TEST(appended("<div><body>a</body></html>b") == "<div><body>a</body></html>b\n<S>");
  BOOST_TEST(appended("<div><body>a</body><img></html>") == "<div><body>a</body><img>\n<S>\n</html>");
  BOOST_TEST(appended("<body><div>a</body></html>\n<!-- b -->") == "<body><div>a\n<S>\n</body></html>\n<!-- b -->");
  BOOST_TEST(appended("<body><p>a</body>footer of a list") == "<body><p>a\n<S>\n</body>footer of a list");
}

BOOST_AUTO_TEST_CASE(nothing_is_appended_inside_of_what_would_hide_or_change_it) {
  for (const std::string open :
       {"<pre>", "<a href=\"x\">", "<p><a href>y</p>", "<select>", "<select><option>", "<template>", "<button>",
        "<svg>", "<math>", "<div style=\"display:none\">", "<div style=\"color:red; DISPLAY : None !important\"><p>",
        "<div hidden>", "<p hidden><b>", "<svg><path/>"}) {
    for (const Location location : {Location::Append, Location::UnderReply, Location::Marker}) {
      BOOST_TEST(placed("<body>" + open + "y</body></html>", location) == "unclosed", open);
      BOOST_TEST(placed(open + "y", location) == "unclosed", open);
    }
    BOOST_TEST(prepended("<body>" + open + "y</body>") == "<body>\n<S>\n" + open + "y</body>", open);
  }
}

BOOST_AUTO_TEST_CASE(what_is_closed_or_harmless_forbids_nothing) {
  for (const std::string text :
       {"<pre>y</pre>", "<a name=x>", "<a href=x>y</a>", "<a href=x>y<a href=z>y</a>", "<a href=x>y<a name=z>",
        "<table><tr><td><a href=x>y</td></tr></table>", "<svg><path/><g></svg>", "<div style=\"display:none\">y</div>",
        "<div style=\"mso-display:none\">", "<div style=\"display:block\">", "<div class=hidden>", "<br hidden>",
        "<p hidden>y<p>", "<select><option>y</select>"}) {
    BOOST_TEST(appended("<body>" + text + "</body>") == "<body>" + text + "\n<S>\n</body>", text);
  }
  std::string paths = "<svg>";
  for (int i = 0; i < 1000; ++i) paths += "<path/>";
  BOOST_TEST(appended(paths + "</svg>") == paths + "</svg>\n<S>");
}

BOOST_AUTO_TEST_CASE(a_place_above_what_forbids_the_end_is_taken) {
  const std::string quote = "<blockquote type=cite><pre>y</body>";
  BOOST_TEST(placed("<p>x</p>" + quote, Location::UnderReply) == "<p>x</p>\n<S>\n<br>\n" + quote);
  BOOST_TEST(place_html("<p>%%S%%</p><pre>y", {Location::Marker, "%%S%%"}, "<S>", "\n")->how == "marker");
}

BOOST_AUTO_TEST_CASE(a_frameset_cannot_take_it) {
  const std::string frames = "<frameset cols=\"1,*\"><frame src=\"cid:a\"><frame src=\"cid:b\"></frameset>";
  for (const Location location : {Location::Append, Location::Prepend, Location::UnderReply, Location::Marker}) {
    BOOST_TEST(placed("<html><head><title>t</title></head>" + frames + "</html>", location) == "unclosed");
    BOOST_TEST(placed("<FRAMESET>", location) == "unclosed");
    BOOST_TEST(placed("<div>" + frames, location) == "unclosed");
  }
  BOOST_TEST(prepended("<body>" + frames) == "<body>\n<S>\n" + frames);
  BOOST_TEST(prepended("x" + frames) == "<S>\nx" + frames);
}

BOOST_AUTO_TEST_CASE(html_that_ends_in_hidden_text_cannot_take_it) {
  for (const std::string end :
       {"<!-- x", "<script>x", "<style>x", "<title>x", "<textarea>x", "<iframe>", "<plaintext>", "<!-- --", "<?x",
        "<script><!--<script></script>", "<style></styl", "<style></style "}) {
    BOOST_TEST(appended("<body>y</body>" + end) == "unclosed", end);
    BOOST_TEST(prepended("<body>y" + end) == "unclosed", end);
  }
}

BOOST_AUTO_TEST_CASE(a_tag_that_is_cut_off_swallows_nothing) {
  BOOST_TEST(appended("x<a href=\"y") == "x\n<S>\n<a href=\"y");
  BOOST_TEST(appended("x<a href=\"</body>") == "x\n<S>\n<a href=\"</body>");
  BOOST_TEST(appended("x</body") == "x\n<S>\n</body");
}

BOOST_AUTO_TEST_CASE(lines_end_as_they_are_told_to) {
  const auto placement = place_html("x</body>", Location::Append, "<S>\n</S>", "\r\n");
  BOOST_TEST(placement->bytes == "\r\n<S>\r\n</S>\r\n");
}

BOOST_AUTO_TEST_CASE(an_empty_fragment_inserts_nothing) {
  BOOST_TEST(place_html("x</body>", Location::Append, "", "\n")->bytes == "");
  BOOST_TEST(place_html("x", Location::Prepend, "", "\n")->bytes == "");
}

BOOST_AUTO_TEST_CASE(long_lines_are_broken_at_harmless_blanks) {
  std::string words;
  for (int i = 0; i < 1000; ++i) words += "word ";
  const std::string broken = placed("", Location::Append, "<p>" + words + "</p>");
  BOOST_TEST(longest_line(broken) <= 900U);
  std::string joined = broken;
  std::replace(joined.begin(), joined.end(), '\n', ' ');
  BOOST_TEST(joined == "<p>" + words + "</p>");

  const std::string attribute = "<p title=\"" + words + "\">";
  BOOST_TEST(placed("", Location::Append, attribute) == "<p\ntitle=\"" + words + "\">");
  const std::string pre = "<pre>" + words + "</pre>";
  BOOST_TEST(placed("", Location::Append, pre) == pre);
  const std::string style = "<style>" + words + "</style>";
  BOOST_TEST(placed("", Location::Append, style) == style);
  const std::string unbreakable(2000, 'x');
  BOOST_TEST(placed("", Location::Append, unbreakable) == unbreakable);
  BOOST_TEST(placed("", Location::Append, unbreakable + " x " + unbreakable) == unbreakable + "\nx\n" + unbreakable);
}

BOOST_AUTO_TEST_CASE(a_line_of_900_stays_one_of_901_is_broken) {
  const std::string fits = std::string(450, 'a') + " " + std::string(449, 'b');
  BOOST_TEST(placed("", Location::Append, fits) == fits);
  BOOST_TEST(placed("", Location::Append, "x\n" + fits + "b\ny") ==
             "x\n" + std::string(450, 'a') + "\n" + std::string(450, 'b') + "\ny");
}

BOOST_AUTO_TEST_SUITE_END()
