// gumbo, a full HTML5 parser, as the second opinion: a reader of the signed HTML sees the signature, and sees it
// at the end or the start, whatever the HTML is like.
#include <gumbo.h>

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>
#include <vector>

#include "signature/place.h"
#include "signature/template.h"

using namespace waybill;
using namespace waybill::signature;

namespace {

constexpr const char* kSignature = "<div>=SIG<b>NED=</b></div>";
constexpr const char* kSeen = "=SIGNED=";

class Parsed {
 public:
  explicit Parsed(std::string html)
      : html_(std::move(html)), output_(gumbo_parse_with_options(&kGumboDefaultOptions, html_.data(), html_.size())) {}
  Parsed(const Parsed&) = delete;
  Parsed& operator=(const Parsed&) = delete;
  ~Parsed() { gumbo_destroy_output(&kGumboDefaultOptions, output_); }

  // Offset of the </body> that closes the body; npos when there is none.
  std::size_t body_end() const {
    const GumboVector& children = output_->root->v.element.children;
    for (unsigned i = 0; i < children.length; ++i) {
      const auto* node = static_cast<const GumboNode*>(children.data[i]);
      if (node->type != GUMBO_NODE_ELEMENT || node->v.element.tag != GUMBO_TAG_BODY) continue;
      const char* end = node->v.element.original_end_tag.data;
      if (end != nullptr && node->v.element.original_end_tag.length > 0)
        return static_cast<std::size_t>(end - html_.data());
    }
    return std::string::npos;
  }

  // Whether a <hgroup> that holds nothing but text stands in the body, and in nothing else.
  bool has_free_hgroup() const {
    for (const GumboNode* body : children_of(*output_->root)) {
      for (const GumboNode* node : children_of(*body)) {
        if (node->type != GUMBO_NODE_ELEMENT || node->v.element.tag != GUMBO_TAG_HGROUP) continue;
        const std::vector<const GumboNode*> inside = children_of(*node);
        return inside.size() == 1 && inside.front()->type == GUMBO_NODE_TEXT;
      }
    }
    return false;
  }

  // What a reader sees, in order, without white space.
  std::string text() const {
    std::string out;
    std::vector<const GumboNode*> open{output_->root};
    while (!open.empty()) {
      const GumboNode* node = open.back();
      open.pop_back();
      if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA) out += node->v.text.text;
      if (node->type != GUMBO_NODE_ELEMENT || is_hidden(node->v.element.tag)) continue;
      const GumboVector& children = node->v.element.children;
      for (unsigned i = children.length; i-- > 0;) open.push_back(static_cast<const GumboNode*>(children.data[i]));
    }
    return out;
  }

 private:
  static std::vector<const GumboNode*> children_of(const GumboNode& node) {
    std::vector<const GumboNode*> out;
    if (node.type != GUMBO_NODE_ELEMENT) return out;
    const GumboVector& children = node.v.element.children;
    for (unsigned i = 0; i < children.length; ++i) out.push_back(static_cast<const GumboNode*>(children.data[i]));
    return out;
  }

  static bool is_hidden(GumboTag tag) {
    return tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE || tag == GUMBO_TAG_TITLE || tag == GUMBO_TAG_TEXTAREA ||
           tag == GUMBO_TAG_IFRAME || tag == GUMBO_TAG_NOEMBED || tag == GUMBO_TAG_NOFRAMES;
  }

  std::string html_;
  GumboOutput* output_;
};

std::string squeezed(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r'; });
  return text;
}

std::string signed_at(std::string html, const Placement& placement) {
  return html.insert(placement.offset, placement.bytes);
}

const std::vector<std::string>& bodies() {
  static const std::vector<std::string> kAll = {
      "x",
      "<p>x</p>",
      "<p>x",
      "<html><body>x</body></html>",
      "<html><body>x</body></html>\r\n\r\n",
      "<HTML><BODY>x</BODY></HTML>",
      "<html><head><title>t</title></head><body>x</body></html>",
      "<!DOCTYPE html><html><head><meta charset=utf-8></head><body><p>x</p></body></html>",
      "<html><body>x</body >",
      "<html><body>x</body\n></html>",
      "<html><body>x</body/></html>",
      "<html><body>x</html>",
      "<body>x",
      "<html>x",
      "<div>x</div></body>",
      "x</body></html>",
      "x</html>",
      "<body>a</body>b</body>",
      "<body>a</body><p>b</p></body></html>",
      "<html><body>a</body></html><html><body>b</body></html>",
      "<body>x<!-- </body> --></body>",
      "<body>x</body><!-- </body> -->",
      "<body>x</body></html><!-- </body></html> -->",
      "<body>x<!--[if mso]></body><![endif]--></body>",
      "<body>x<!--[if mso]><table><tr><td><![endif]-->y</body>",
      "<body><![if !mso]>x<![endif]></body>",
      "<body>x<!-->y--></body>",
      "<body>x<!--->y--></body>",
      "<body>x<!----->y</body>",
      "<body>x<!--a--!>y</body>",
      "<body>x<!--a-- >y</body>--></body>",
      "<body>x<script>var a = '</body>';</script></body>",
      "<body>x<script><!-- '</body>' --></script></body>",
      "<body>x<script><!--<script></script></body>--></script>y</body>",
      "<body>x<script>/*</script>*/y</body>",
      "<body>x<style>/* </body> */</style></body>",
      "<body>x<style><!-- p{} --></style>y</body>",
      "<body>x<textarea></body></textarea>y</body>",
      "<head><title></body></title></head><body>x</body>",
      "<body>x<xmp></body></xmp>y</body>",
      "<body>x<noembed></body></noembed>y</body>",
      "<body>x<iframe src=z></body></iframe>y</body>",
      "<body>x<noscript></noscript>y</body>",
      "<body><a title=\"</body>\">x</a></body>",
      "<body><a title='</body>'>x</a></body>",
      "<body><a title=</body>x</a></body>",
      "<body><a title=\"a\"b='</body>'>x</a></body>",
      "<body><a \"</body>\">x</a></body>",
      "<body><a =\"</body>\">x</a></body>",
      "<body><img alt='>' src=\">\">x</body>",
      "<body onload=\"if (a > b) c('</body>')\">x</body>",
      "<body>x</bodyx></body>",
      "<body>x</ body></body>",
      "<body>x<?php </body> ?>y</body>",
      "<body>1 < 2 </body>",
      "<body>a <3 b << c </> d</body>",
      "<body><svg><![CDATA[</body>]]></svg>x</body>",
      "<body><svg><title>t</title></svg>x</body>",
      "<body><svg><path d='M0'/></svg>x</body>",
      "<body><math><mi>x</mi></math>y</body>",
      "<body><![CDATA[ </body> ]]>x</body>",
      "<body><table><tr><td>x</td></tr></table></body>",
      "<body><table><tr><td>x</body>",
      "<body><table>x<tr></body>",
      "<body><div><div><div>x</body></html>",
      "<body><b><i>x</b></i></body>",
      "<body><p>x<p>y<ul><li>z</body>",
      "<body><a name=z>x</body>",
      "<body><a href=y>x<a href=z>y</a></body>",
      "<body><form>x<button>y</button></body>",
      "<body><center><font color=red>x</body>",
      "<body><blockquote type=cite><html><body>x</body></html></blockquote></body></html>",
      "<body><o:p>&nbsp;</o:p><v:shape id=\"_x\"/>x</body>",
      "<body>x&lt;/body&gt;</body>",
      "<body>x<br/><hr></body>\r\n</html>\r\n",
      "\xEF\xBB\xBF<html><body>x</body></html>",
      "<body>x\xE4\xF6</body>",
      "<body>x</body><div>footer of a list</div>",
      "<body>x</body></html>trailing",
      "<div>x</div><html><head></head><body>y</body></html>",
      "<p>x<html><body>y</body></html>",
  };
  return kAll;
}

// Replies in which "own" stands above "quoted".
const std::vector<std::string>& replies() {
  static const std::vector<std::string> kAll = {
      "<p>own</p><blockquote type=cite>quoted</blockquote>",
      "own<br>On 2.4.2012 17:44, Bob wrote:<br><blockquote type=cite>quoted</blockquote>",
      "<html><body><p>own<blockquote type=cite><p>quoted</blockquote></body></html>",
      "<body><b><font size=2>own<br><hr>From: Bob<br>To: A<br>Subject: x<br>quoted</font></b></body>",
      "<body><p><b>own<p><i>x</b><div id=divRplyFwdMsg>quoted</div></body>",
      "<body><table><tr><td>own</td></tr><tr><td><div id=divRplyFwdMsg>quoted</div></td></tr></table></body>",
      "<body><table><tr><td>own<tr><td><blockquote type=cite>quoted</blockquote></table></body>",
      "<body><table><tbody><tr><td>own</td></tr></tbody></table><blockquote type=cite>quoted</blockquote></body>",
      "<body><ul><li>own<li>more</ul><blockquote type=cite>quoted</blockquote></body>",
      "<body><ul><li>own</li><li><blockquote type=cite>quoted</blockquote></li></ul></body>",
      "<body><div>own</div></div></span><blockquote type=cite>quoted</blockquote></body>",
      "<body><div><span>own</div></span><div class=gmail_quote><div class=gmail_attr>B</div>quoted</div></body>",
      "<body><center>own<br></center><!--[if mso]><p><![endif]--><div id=divRplyFwdMsg>quoted</div></body>",
      "<body><form>own<select><option>o</select><div id=divRplyFwdMsg>quoted</div></form></body>",
      "<body><svg><g></g></svg>own<div id=divRplyFwdMsg>quoted</div></body>",
      "<body>own<pre>x\n</pre><div id=divRplyFwdMsg><pre>quoted</pre></div></body>",
      "<body>own<p>-----Original Message-----<p>quoted",
      "own</p><br><div class=moz-cite-prefix>B</div><blockquote type=cite>quoted",
  };
  return kAll;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_second_opinion)

BOOST_AUTO_TEST_CASE(under_a_reply_it_is_seen_between_the_own_and_the_quoted_text) {
  for (const std::string& html : replies()) {
    const auto placement = place_html(html, Location::UnderReply, kSignature, "\n");
    BOOST_TEST(placement->how == "under-reply", html);
    std::string text = Parsed(signed_at(html, *placement)).text();
    const std::size_t at = text.find(kSeen);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, html << " shows " << text);
    BOOST_TEST((text.find("own") < at && at < text.find("quoted")), html << " shows " << text);
    text.erase(at, std::string(kSeen).size());
    BOOST_TEST(squeezed(text) == squeezed(Parsed(html).text()), html);
  }
}

BOOST_AUTO_TEST_CASE(under_no_reply_it_goes_where_append_does) {
  for (const std::string& html : bodies()) {
    const auto placement = place_html(html, Location::UnderReply, kSignature, "\n");
    if (placement->how == "under-reply") continue;
    BOOST_TEST(placement->offset == place_html(html, Location::Append, kSignature, "\n")->offset, html);
  }
}

BOOST_AUTO_TEST_CASE(append_goes_where_gumbo_sees_the_body_end) {
  int compared = 0;
  for (const std::string& html : bodies()) {
    const std::size_t end = Parsed(html).body_end();
    const auto placement = place_html(html, Location::Append, kSignature, "\n");
    BOOST_REQUIRE_MESSAGE(placement, html);
    if (end == std::string::npos) continue;
    BOOST_TEST(placement->offset == end, html);
    ++compared;
  }
  BOOST_TEST(compared >= 60);
}

BOOST_AUTO_TEST_CASE(an_appended_signature_is_seen_and_nothing_else_changes) {
  for (const std::string& html : bodies()) {
    const auto placement = place_html(html, Location::Append, kSignature, "\n");
    std::string text = Parsed(signed_at(html, *placement)).text();
    const std::size_t at = text.find(kSeen);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, html << " shows " << text);
    text.erase(at, std::string(kSeen).size());
    BOOST_TEST(squeezed(text) == squeezed(Parsed(html).text()), html);
  }
}

BOOST_AUTO_TEST_CASE(a_prepended_signature_is_seen_first) {
  for (const std::string& html : bodies()) {
    const auto placement = place_html(html, Location::Prepend, kSignature, "\n");
    const std::string text = Parsed(signed_at(html, *placement)).text();
    const std::size_t first = text.find_first_not_of(" \r\n\xEF\xBB\xBF");
    BOOST_TEST(text.substr(first).starts_with(kSeen), html << " shows " << text);
  }
}

BOOST_AUTO_TEST_CASE(where_we_give_up_gumbo_would_hide_the_signature) {
  for (const std::string html :
       {"<body>x<!-- ", "<body>x<!--[if mso]>", "<body>x<script>", "<body>x<style>p{}", "x<textarea>", "<title>x",
        "x<iframe>", "x<script><!--<script></script>", "x<noembed>"}) {
    BOOST_TEST(!place_html(html, Location::Append, kSignature, "\n").has_value());
    BOOST_TEST(Parsed(html + kSignature).text().find(kSeen) == std::string::npos, html);
  }
}

BOOST_AUTO_TEST_CASE(in_a_frameset_gumbo_would_lose_the_frames_or_the_signature) {
  const std::string html = "<html><head></head><frameset><frame src=x><noframes>y</noframes></frameset></html>";
  BOOST_TEST(!place_html(html, Location::Prepend, kSignature, "\n").has_value());
  BOOST_TEST(Parsed(html + kSignature).text().find(kSeen) == std::string::npos);
  BOOST_TEST(Parsed(kSignature + html).text().starts_with(kSeen));
}

BOOST_AUTO_TEST_CASE(nothing_of_a_signature_goes_on_behind_it) {
  for (const std::string html :
       {"<b>x", "<table><tr><td>x", "<svg><td><![CDATA[ x></svg>", "<div><svg></div><![CDATA[x><b>]]>",
        "<svg><![CDATA[a<b>", "<svg><svg></svg><![CDATA[a></svg>", "<svg><p></p><![CDATA[a></svg>",
        "<svg>%%If City%%<p></p>%%EndIf%%<style/><b></style></svg>", "<svg><title/>x</svg>", "<svg><title><!-- x",
        "<svg><style><!-- x</style></svg>", "<svg><style><![CDATA[ x</style></svg>",
        "<math><iframe><b></iframe></math>", "<svg><b/>x</svg>", "<svg><div/>x</svg>", "<svg><p><a/>x</svg>",
        "<math><mi><i/></math>"}) {
    base::Diagnostics diagnostics;
    const Signature signature{Template::parse(html, {"f", 1, 1}, diagnostics), std::nullopt, EmptyLines::Keep};
    BOOST_TEST(!diagnostics.has_errors(), html);
    for (const std::string value : {"", "v"}) {
      const auto values = [&](std::string_view) { return value; };
      const std::string written = render(signature, values, 0).html;
      BOOST_TEST(Parsed("<body>" + written + "<hgroup>x</hgroup></body>").has_free_hgroup(), html << ": " << written);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_cut_off_tag_hides_nothing) {
  for (const std::string html :
       {"x<a href=\"y", "x<p", "x<p class='</body>", "<body>x</body", "x<img src=\"a\" alt=\"b>c<d>"}) {
    const auto placement = place_html(html, Location::Append, kSignature, "\n");
    BOOST_TEST(Parsed(signed_at(html, *placement)).text().find(kSeen) != std::string::npos, html);
  }
}

BOOST_AUTO_TEST_SUITE_END()
