// Which bytes are which part: as RFC 2046 says, and as mail programs read what is broken.
#include "mime/part_table.h"

#include <boost/test/unit_test.hpp>

#include "mime/part_header.h"

using namespace waybill;
using namespace waybill::mime;

namespace {

const message::HeaderList kMixed = {{"Content-Type", " multipart/mixed; boundary=b"}};

PartTable scanned(std::string_view body, const message::HeaderList& headers = kMixed, const base::Limits& limits = {}) {
  auto table = scan(headers, body, limits);
  BOOST_REQUIRE(table.ok());
  BOOST_TEST(table->is_consistent(body.size()));
  return std::move(table).value();
}

std::string body_of(const PartTable& table, std::size_t index, std::string_view body) {
  return std::string(table[index].body.of(body));
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mime_part_table)

BOOST_AUTO_TEST_CASE(a_message_without_type_is_one_plain_text) {
  const PartTable table = scanned("Hello\r\n", {});
  BOOST_TEST(table.size() == 1U);
  BOOST_TEST(table[0].is("text/plain"));
  BOOST_TEST(!table[0].has_content_type);
  BOOST_TEST(body_of(table, 0, "Hello\r\n") == "Hello\r\n");
}

BOOST_AUTO_TEST_CASE(a_part_ends_before_the_line_break_of_the_next_delimiter) {
  const std::string_view body =
      "preamble\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: Base64\r\n\r\n"
      "one\r\n\r\n--b\r\nContent-Disposition: attachment;\r\n filename=\"a b\"\r\nContent-ID: "
      "<x@y>\r\n\r\ntwo\r\n--b--\r\nend";
  const PartTable table = scanned(body);
  BOOST_TEST(table.size() == 3U);
  BOOST_TEST(body_of(table, 1, body) == "one\r\n");
  BOOST_TEST(table[1].is("text/html"));
  BOOST_TEST((table[1].encoding == TransferEncoding::Base64));
  BOOST_TEST(table[1].header.of(body).ends_with("Base64\r\n"));
  BOOST_TEST(body_of(table, 2, body) == "two");
  BOOST_TEST(table[2].is("text/plain"));
  BOOST_TEST(table[2].disposition.value == "attachment");
  BOOST_TEST(table[2].file_name() == "a b");
  BOOST_TEST(table[2].content_id == "x@y");
  BOOST_TEST(table[0].closed);
  const message::HeaderList fields = table.headers(2, body);
  BOOST_TEST(fields.size() == 2U);
  BOOST_TEST(fields[0].value == " attachment;\n filename=\"a b\"");
}

BOOST_AUTO_TEST_CASE(lf_crlf_and_cr_end_lines_alike) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    std::string body;
    for (const char* line : {"--b", "X-A: 1", "Content-Type: text/html", "", "one", "--b", "", "two", "--b--"})
      body += line + end;
    const PartTable table = scanned(body);
    BOOST_TEST(table.size() == 3U);
    BOOST_TEST(body_of(table, 1, body) == "one");
    BOOST_TEST(table[1].is("text/html"));
    BOOST_TEST(body_of(table, 2, body) == "two");
  }
  const std::string_view mixed = "--b\r\n\none\r\n--b\n\r\ntwo\n--b--";
  const PartTable table = scanned(mixed);
  BOOST_TEST(body_of(table, 1, mixed) == "one");
  BOOST_TEST(body_of(table, 2, mixed) == "two");
}

BOOST_AUTO_TEST_CASE(a_cr_alone_is_ambiguous_where_it_decides_what_is_a_part) {
  const auto is_ambiguous = [](std::string_view body) { return scanned(body).is_ambiguous(); };
  BOOST_TEST(!is_ambiguous("--b\r\nX-A: 1\r\n\r\none\rtwo\r\n--b--\r\n"));
  BOOST_TEST(is_ambiguous("--b\r\n\r\none\r--b--\r\n"));
  BOOST_TEST(is_ambiguous("--b\r\n\r\none\r\n--b\rtwo\r\n--b--\r\n"));
  BOOST_TEST(is_ambiguous("--b\r\n\r\none\r\n--b--\r"));
  BOOST_TEST(is_ambiguous("--b\r\nX-A: 1\rX-B: 2\r\n\r\none\r\n--b--\r\n"));
  BOOST_TEST(is_ambiguous("--b\r\nContent-Type:\rtext/html\r\n\r\none\r\n--b--\r\n"));
  BOOST_TEST(is_ambiguous("--b\r\nX-A: 1\r\n\rone\r\n--b--\r\n"));
}

BOOST_AUTO_TEST_CASE(a_cr_alone_in_a_mime_field_of_the_message_is_ambiguous) {
  BOOST_TEST(scanned("", {{"Content-Type", "\r text/html"}}).is_ambiguous() ==
             false);  // at its ends it decides nothing
  BOOST_TEST(scanned("", {{"Content-Type", " text/plain;\r\n format=flowed\r"}}).is_ambiguous() == false);
  BOOST_TEST(scanned("", {{"Content-Type", " text/plain;\r format=flowed"}}).is_ambiguous());
  BOOST_TEST(!scanned("", {{"Subject", " a\rb"}}).is_ambiguous());
}

BOOST_AUTO_TEST_CASE(a_type_with_two_slashes_is_ambiguous) {
  BOOST_TEST(scanned("", {{"Content-Type", " multipart/sigprotocol=\"a/b\"; boundary=b"}}).is_ambiguous());
  BOOST_TEST(!scanned("", {{"Content-Type", " text/html charset=a/b"}}).is_ambiguous());
  BOOST_TEST(!scanned("", {{"Content-Type", " text/plain; name=a/b/c (x/y/z)"}}).is_ambiguous());
}

BOOST_AUTO_TEST_CASE(a_nul_in_a_mime_field_is_ambiguous) {
  using namespace std::string_view_literals;
  BOOST_TEST(scanned("--b\nContent-Type: text/plain;\0charset=x\n\none\n--b--\n"sv).is_ambiguous());
  BOOST_TEST(!scanned("--b\nX-A: \0\n\none\0\n--b--\n"sv).is_ambiguous());
}

BOOST_AUTO_TEST_CASE(a_delimiter_is_a_whole_line) {
  const std::string_view body =
      "--b\n\n--bb\n--b-\n--b---\n --b\nx--b\n--b x\n-- b\n--B\n--b--x\n--b \t\n\ntwo\n--b-- \t\nend";
  const PartTable table = scanned(body);
  BOOST_TEST(table.size() == 3U);
  BOOST_TEST(body_of(table, 1, body) == "--bb\n--b-\n--b---\n --b\nx--b\n--b x\n-- b\n--B\n--b--x");
  BOOST_TEST(body_of(table, 2, body) == "two");
}

BOOST_AUTO_TEST_CASE(a_boundary_that_begins_another_is_not_taken_for_it) {
  const std::string_view body =
      "--A\n\none\n--A\nContent-Type: multipart/alternative; boundary=A1\n\n--A1\n\ntwo\n--A1--\n--A\n\nthree\n--A--\n";
  const PartTable table = scanned(body, {{"Content-Type", " multipart/mixed; boundary=\"A\""}});
  BOOST_TEST(table.size() == 5U);
  BOOST_TEST(body_of(table, 1, body) == "one");
  BOOST_TEST(table[3].parent == 2U);
  BOOST_TEST(body_of(table, 3, body) == "two");
  BOOST_TEST(table[2].closed);
  BOOST_TEST(body_of(table, 4, body) == "three");
}

BOOST_AUTO_TEST_CASE(an_outer_delimiter_ends_inner_multiparts) {
  const std::string_view body =
      "--b\nContent-Type: multipart/related; boundary=c\n\n--c\nContent-Type: multipart/alternative; boundary=d\n\n"
      "--d\n\none\n--b\n\ntwo\n--c\n\n--d--\nthree";
  const PartTable table = scanned(body);
  BOOST_TEST(table.size() == 5U);
  BOOST_TEST(body_of(table, 3, body) == "one");
  BOOST_TEST(!table[1].closed);
  BOOST_TEST(!table[2].closed);
  BOOST_TEST(!table[0].closed);
  BOOST_TEST(table[2].body.end == table[3].body.end);
  BOOST_TEST(body_of(table, 4, body) == "two\n--c\n\n--d--\nthree");
}

BOOST_AUTO_TEST_CASE(a_line_that_fits_two_multiparts_belongs_to_the_outer) {
  const std::string_view body = "--b--\n\n--b\n\none\n--b--\n\ntwo\n--b----\n";
  const PartTable outer =
      scanned("--b--\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n\ntwo\n--b----\n",
              {{"Content-Type", "multipart/mixed; boundary=\"b--\""}});
  BOOST_TEST(outer.size() == 4U);
  BOOST_TEST(outer[3].parent == 0U);
  const PartTable same = scanned("--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n");
  BOOST_TEST(same.size() == 3U);
  BOOST_TEST(same[2].parent == 0U);
  BOOST_TEST(scanned(body, {{"Content-Type", "multipart/mixed; boundary=\"b--\""}}).size() == 3U);
}

BOOST_AUTO_TEST_CASE(behind_the_closing_delimiter_all_is_epilogue) {
  const std::string_view body = "--b\n\none\n--b--\n\n--b\n\nnot a part\n";
  const PartTable table = scanned(body);
  BOOST_TEST(table.size() == 2U);
  const std::string_view nested =
      "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--c--\nepilogue\n--c\n\nx\r\n--b\n\ntwo\n--b--";
  const PartTable inner = scanned(nested);
  BOOST_TEST(inner.size() == 4U);
  BOOST_TEST(body_of(inner, 1, nested).ends_with("epilogue\n--c\n\nx"));
}

BOOST_AUTO_TEST_CASE(a_line_that_is_no_field_ends_the_header) {
  const std::string_view body =
      "--b\nContent-Type: text/html\nHello you\n\nX: y\n--b\n x\nFrom me\n:nameless\nContent-Type : "
      "text/html\n\nz\n--b--";
  const PartTable table = scanned(body);
  BOOST_TEST(table[1].is("text/html"));
  BOOST_TEST(body_of(table, 1, body) == "Hello you\n\nX: y");
  BOOST_TEST(!table[2].has_content_type);
  BOOST_TEST(body_of(table, 2, body) == "Content-Type : text/html\n\nz");
}

BOOST_AUTO_TEST_CASE(empty_parts_and_headers_without_end_are_parts) {
  const std::string_view body = "--b\n\n--b\nContent-Type: text/html\n--b\n\n\n--b\nX: y";
  const PartTable table = scanned(body);
  BOOST_TEST(table.size() == 5U);
  for (std::size_t i = 1; i < 5; ++i) BOOST_TEST(body_of(table, i, body).empty());
  BOOST_TEST(table[2].is("text/html"));
  BOOST_TEST(table[4].header.of(body) == "X: y");
  BOOST_TEST(table[4].body.begin == body.size());
}

BOOST_AUTO_TEST_CASE(an_empty_part_stays_inside_its_parent) {
  const std::string_view body =
      "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: text/html\n--b\n\ntwo\n--b--";
  const PartTable table = scanned(body);
  BOOST_TEST(table.size() == 4U);
  BOOST_TEST(table[1].body.end == table[2].body.end);
  BOOST_TEST(body_of(table, 3, body) == "two");
}

BOOST_AUTO_TEST_CASE(delimiters_in_a_row_make_no_part_between_them) {
  const std::string_view body = "--b\n--b\n--b\n\none\n--b\n--b--\nend";
  const PartTable table = scanned(body);
  BOOST_TEST(table.size() == 2U);
  BOOST_TEST(body_of(table, 1, body) == "one");
  BOOST_TEST(table[0].closed);
  BOOST_TEST(scanned("--b\n--b--\nend").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_multipart_without_boundary_or_delimiter_is_a_leaf) {
  for (const char* type : {"multipart/mixed", "multipart/mixed; boundary=\"\"", "multipart/mixed; boundary=x"}) {
    const PartTable table = scanned("--\n\none\n----\n--b--", {{"Content-Type", type}});
    BOOST_TEST(table.size() == 1U);
    BOOST_TEST(table[0].children.empty());
    BOOST_TEST(table[0].is("multipart/mixed"));
  }
}

BOOST_AUTO_TEST_CASE(an_attached_message_is_a_leaf) {
  const std::string_view body =
      "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nin\n--c--\n--b--";
  const PartTable table = scanned(body);
  BOOST_TEST(table.size() == 2U);
  BOOST_TEST(body_of(table, 1, body).ends_with("--c--"));
}

BOOST_AUTO_TEST_CASE(types_default_as_rfc2045_says) {
  const PartTable digest = scanned("--b\n\none\n--b\nContent-Type: text/plain\n\ntwo\n--b--",
                                   {{"content-type", "Multipart/Digest; Boundary=b"}});
  BOOST_TEST(digest[1].is("message/rfc822"));
  BOOST_TEST(digest[2].is("text/plain"));
  BOOST_TEST(scanned("x", {{"Content-Type", " text"}})[0].is("text/plain"));
  BOOST_TEST(scanned("x", {{"Content-Type", " "}})[0].is("text/plain"));
  BOOST_TEST(scanned("x", {{"Content-Type", " multipart"}})[0].is("multipart"));
}

BOOST_AUTO_TEST_CASE(the_first_of_two_fields_counts) {
  const PartTable table = scanned("x", {{"Content-Type", "text/html"}, {"Content-Type", "text/plain"}});
  BOOST_TEST(table[0].is("text/html"));
}

BOOST_AUTO_TEST_CASE(transfer_encodings_have_names) {
  using enum TransferEncoding;
  const std::pair<const char*, TransferEncoding> rows[] = {
      {" 7bit", SevenBit}, {"8BIT", EightBit},  {"binary", Binary},      {"Quoted-Printable (x)", QuotedPrintable},
      {"base64;", Base64}, {"", SevenBit},      {"x-uuencode", Unknown}, {"quoted printable", Unknown},
      {"8bits", SevenBit}, {"8 bit", SevenBit}, {"utf-8", SevenBit},     {"text/html", SevenBit},
      {"none", SevenBit},  {"base-64", Unknown}};
  for (const auto& [value, encoding] : rows) {
    BOOST_TEST((scanned("x", {{"Content-Transfer-Encoding", value}})[0].encoding == encoding));
  }
}

BOOST_AUTO_TEST_CASE(parts_are_limited) {
  base::Limits limits;
  limits.parts = 4;
  BOOST_TEST(scan(kMixed, repeated("--b\n\nx\n", 3), limits).ok());
  const auto beyond = scan(kMixed, repeated("--b\n\nx\n", 4), limits);
  BOOST_REQUIRE(!beyond.ok());
  BOOST_TEST((beyond.error().kind == base::ErrorKind::TooLarge));
  limits.parts = 20000;
  BOOST_TEST(scanned(repeated("--b\n\nx\n", 10000), kMixed, limits).size() == 10001U);
}

BOOST_AUTO_TEST_CASE(nesting_is_limited) {
  const auto nested = [](std::size_t depth) {
    std::string body;
    for (std::size_t i = 1; i < depth; ++i) {
      const std::string outer = i == 1 ? "b" : std::to_string(i);
      body += "--" + outer + "\nContent-Type: multipart/mixed; boundary=" + std::to_string(i + 1) + "\n\n";
    }
    return body;
  };
  base::Limits limits;
  limits.nesting = 1000;
  const PartTable table = scanned(nested(1000), kMixed, limits);
  BOOST_TEST(table.size() == 1000U);
  BOOST_TEST(table[999].parent == 998U);
  BOOST_TEST(!scan(kMixed, nested(1001), limits).ok());
}

BOOST_AUTO_TEST_CASE(headers_are_limited) {
  base::Limits limits;
  limits.header_bytes = 100;
  const std::string fits = "--b\nX: " + std::string(96, 'x') + "\n\none";
  BOOST_TEST(scanned(fits, kMixed, limits).size() == 2U);
  BOOST_TEST(!scan(kMixed, "--b\nX: " + std::string(97, 'x') + "\n\none", limits).ok());
  BOOST_TEST(!scan({{"X", std::string(100, 'x')}}, "", limits).ok());
  limits.field_value_bytes = 50;
  BOOST_TEST(scan({{"Content-Type", std::string(50, 'x')}}, "", limits).ok());
  BOOST_TEST(!scan({{"Content-Type", std::string(51, 'x')}}, "", limits).ok());
}

BOOST_AUTO_TEST_CASE(many_lines_that_look_like_delimiters_are_looked_up_and_passed) {
  const std::string lines = repeated("--c\n----\n--b-\n\n-\n--", 1000);
  const PartTable table = scanned("--b\n\n" + lines + "\n--b--");
  BOOST_TEST(table.size() == 2U);
  BOOST_TEST(table[1].body.size() == lines.size());
}

BOOST_AUTO_TEST_CASE(fields_of_a_part_are_found_with_their_bytes) {
  const std::string_view header = " lost\r\nA: 1\r\n\t2\r\nFrom x\r\n: y\r\nb:\r\nA:3";
  std::size_t offset = 0;
  const auto first = next_field(header, offset);
  BOOST_TEST(first->name == "A");
  BOOST_TEST(first->value == " 1\r\n\t2");
  BOOST_TEST(first->whole == "A: 1\r\n\t2\r\n");
  BOOST_TEST(next_field(header, offset)->value == "");
  BOOST_TEST(next_field(header, offset)->whole == "A:3");
  BOOST_TEST(!next_field(header, offset).has_value());
  BOOST_TEST(find_field(header, "B")->name == "b");
  BOOST_TEST(!find_field(header, "C").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
