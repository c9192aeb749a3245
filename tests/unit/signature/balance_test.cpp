// HTML of a signature closed, and nothing of it able to close what stands around.
#include "signature/balance.h"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace waybill::signature;

namespace {

struct Result {
  std::string html;
  std::string remarks;  // offsets
};

Result balance(std::string_view html) {
  Remarks remarks;
  Result result;
  for (const HtmlToken& token : balanced(html, remarks)) {
    const bool is_added = token.begin == token.end;
    result.html += is_added ? "</" + std::string(token.name) + ">"
                            : std::string(html.substr(token.begin, token.end - token.begin));
  }
  for (const Remark& remark : remarks) result.remarks += std::to_string(remark.offset) + ";";
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_balance)

BOOST_AUTO_TEST_CASE(balanced_html_stays_as_it_is) {
  for (const std::string html :
       {"", "x", "<p>a<br>b</p>", "<table><tr><td><b>x</b></td></tr></table>", "<img src=x><hr/>",
        "<ul><li>a</li></ul>", "<svg><path d='x'/></svg>", "<!-- </div> -->", "a</br>b"}) {
    BOOST_TEST(balance(html).html == html);
    BOOST_TEST(balance(html).remarks == "");
  }
}

BOOST_AUTO_TEST_CASE(what_is_open_at_the_end_is_closed) {
  BOOST_TEST(balance("<div><b>x").html == "<div><b>x</b></div>");
  BOOST_TEST(balance("<div><b>x").remarks == "5;0;");
  BOOST_TEST(balance("<table><tbody><td>x</td>").html == "<table><tbody><td>x</td></tbody></table>");
  BOOST_TEST(balance("<table><tbody><td>x</td>").remarks == "0;");
  BOOST_TEST(balance("<div/>x").html == "<div/>x</div>");
}

BOOST_AUTO_TEST_CASE(crossing_elements_are_nested) {
  BOOST_TEST(balance("<b><i>x</b>y</i>").html == "<b><i>x</i></b>y");
  BOOST_TEST(balance("<b><i>x</b>y</i>").remarks == "3;12;");
}

BOOST_AUTO_TEST_CASE(optional_end_tags_are_added_without_a_remark) {
  BOOST_TEST(balance("<ul><li>a<li>b</ul>").html == "<ul><li>a</li><li>b</li></ul>");
  BOOST_TEST(balance("<p>a<p>b").html == "<p>a</p><p>b</p>");
  BOOST_TEST(balance("<p>a<div>b</div>").html == "<p>a</p><div>b</div>");
  BOOST_TEST(balance("<table><tr><td>a<td>b<tr><td>c</table>").html ==
             "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>");
  for (const char* html : {"<ul><li>a<li>b</ul>", "<p>a<p>b", "<table><tr><td>a<td>b<tr><td>c</table>"}) {
    BOOST_TEST(balance(html).remarks == "");
  }
}

BOOST_AUTO_TEST_CASE(no_end_tag_leaks_into_the_mail) {
  BOOST_TEST(balance("x</div></td></table></body></html>y").html == "xy");
  BOOST_TEST(balance("<table><tr><td></div></b>x</td></tr></table>").html == "<table><tr><td>x</td></tr></table>");
  BOOST_TEST(balance("<div><table></div><tr><td>x</td></tr></table></div>").html ==
             "<div><table><tr><td>x</td></tr></table></div>");
  BOOST_TEST(balance("</p>").html == "");
}

BOOST_AUTO_TEST_CASE(tags_of_a_whole_page_and_stray_table_parts_are_left_out) {
  BOOST_TEST(balance("<!DOCTYPE html><html><head></head><body bgcolor=red>x</body></html>").html == "x");
  BOOST_TEST(balance("<tr><td>x</td></tr>").html == "x");
  BOOST_TEST(balance("a<plaintext>b</plaintext>").html == "a");
  BOOST_TEST(balance("x<td").html == "x");
  BOOST_TEST(balance("x<a href=\"y").remarks == "1;");
}

BOOST_AUTO_TEST_CASE(raw_text_is_closed_too) {
  BOOST_TEST(balance("<style>a{}").html == "<style>a{}</style>");
  BOOST_TEST(balance("<script><!--<script></script>").html == "<script></script>");
}

BOOST_AUTO_TEST_CASE(cdata_stays_in_svg_and_math_only) {
  BOOST_TEST(balance("<svg><![CDATA[a>b]]></svg>").html == "<svg><![CDATA[a>b]]></svg>");
  BOOST_TEST(balance("<svg><![CDATA[a>b]]></svg>").remarks == "");
  BOOST_TEST(balance("<svg><![CDATA[a").remarks == "5;0;");
  BOOST_TEST(balance("a<![CDATA[b]]>c").html == "ac");
  BOOST_TEST(balance("a<![CDATA[b]]>c").remarks == "1;");
}

BOOST_AUTO_TEST_CASE(what_is_left_out_or_closed_begins_no_cdata) {
  BOOST_TEST(balance("<svg><td><![CDATA[</x>y").html == "<svg>y</svg>");
  BOOST_TEST(balance("<svg><body><![CDATA[x>y</svg>").html == "<svg>y</svg>");
  BOOST_TEST(balance("<svg><p></p><![CDATA[x>y</svg>").html == "<svg><p></p>y</svg>");
}

BOOST_AUTO_TEST_CASE(raw_text_has_an_end_tag_in_svg_and_behind_it) {
  BOOST_TEST(balance("<svg><title/><g/></svg>").html == "<svg><title/></title><g/></svg>");
  BOOST_TEST(balance("<svg><title/><g/></svg>").remarks == "");
  BOOST_TEST(balance("<svg><p><style/>b</style></svg>").html == "<svg><p><style/>b</style></p></svg>");
}

BOOST_AUTO_TEST_CASE(raw_text_in_svg_hides_nothing) {
  for (const std::string html : {"<svg><style>a>b{}</style></svg>", "<svg><style> <![CDATA[a<b]]> </style></svg>",
                                 "<svg><title><!-- a</title></svg>", "<style><!-- a</style>"}) {
    BOOST_TEST(balance(html).html == html);
  }
  for (const std::string raw : {"<!-- a", "<![CDATA[ a", "<![CDATA[ a ]]> <!--", "a<b>", "a]]><![CDATA["}) {
    BOOST_TEST(balance("<svg><style>" + raw + "</style></svg>").html == "<svg><style></style></svg>", raw);
    BOOST_TEST(balance("<svg><style>" + raw + "</style></svg>").remarks == "12;", raw);
  }
}

BOOST_AUTO_TEST_CASE(elements_of_html_are_closed_in_svg_too) {
  BOOST_TEST(balance("<svg><b/><g/></svg>").html == "<svg><b/></b><g/></svg>");
  BOOST_TEST(balance("<svg><div/>x</svg>").html == "<svg><div/></div>x</svg>");
  BOOST_TEST(balance("<svg><a/>x</svg>").remarks == "");
}

BOOST_AUTO_TEST_CASE(raw_text_goes_with_its_tag) {
  std::string deep;
  for (int i = 0; i < 512; ++i) deep += "<i>";
  BOOST_TEST(balance(deep + "<style></i></style>").html == balance(deep).html);
}

BOOST_AUTO_TEST_CASE(nesting_ends_at_512) {
  const auto nested = [](int n) {
    std::string html;
    for (int i = 0; i < n; ++i) html += "<i>";
    for (int i = 0; i < n; ++i) html += "</i>";
    return html;
  };
  BOOST_TEST(balance(nested(512)).remarks == "");
  BOOST_TEST(balance(nested(513)).html == nested(512));
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<b></i>";
  BOOST_TEST(balance(deep).html.size() == 512 * 7U);
}

BOOST_AUTO_TEST_SUITE_END()
