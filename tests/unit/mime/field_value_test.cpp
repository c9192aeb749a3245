// Structured values as mail programs write them, and as attackers do.
#include "mime/field_value.h"

#include <boost/test/unit_test.hpp>

using namespace waybill::mime;

namespace {

FieldValue parsed(std::string_view value) { return parse_field_value(value, 16 * 1024); }

std::string parameter(std::string_view value, std::string_view name) {
  return std::string(parsed(value).parameter(name));
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mime_field_value)

BOOST_AUTO_TEST_CASE(value_and_names_are_lower_case_parameters_as_written) {
  const FieldValue value = parsed(" Text/HTML; CharSet=UTF-8;\n\tFormat=\"Flowed\" ; boundary = x");
  BOOST_TEST(value.value == "text/html");
  BOOST_TEST(value.parameters.size() == 3U);
  BOOST_TEST(value.parameter("charset") == "UTF-8");
  BOOST_TEST(value.parameter("format") == "Flowed");
  BOOST_TEST(value.parameter("boundary") == "x");
  BOOST_TEST(value.parameter("name").empty());
}

BOOST_AUTO_TEST_CASE(quoted_strings_keep_what_divides_outside) {
  BOOST_TEST(parameter("a/b; name=\"x; y=z, (c) \\\"q\\\" \\\\ C:\\dir\"; n=1", "name") ==
             "x; y=z, (c) \"q\" \\ C:\\dir");
  BOOST_TEST(parameter("a/b; name=\"x; y=z\"; n=1", "n") == "1");
  BOOST_TEST(parameter("a/b; boundary=\"a\r\n b\"", "boundary") == "a b");
  BOOST_TEST(parameter("a/b; name=\"\"; name=x", "name").empty());
}

BOOST_AUTO_TEST_CASE(comments_are_no_values) {
  BOOST_TEST(parsed("text/plain(x;y)").value == "text/plain");
  BOOST_TEST(parsed("(c (nested) \\) ;) text/plain; a=b").value == "text/plain");
  BOOST_TEST(parameter("text/plain; charset=us-ascii (Plain; text)", "charset") == "us-ascii");
  BOOST_TEST(parameter("text/plain; charset=(y)utf-8", "charset") == "utf-8");
  BOOST_TEST(parameter("text/plain; charset=(y) \"utf-8\"(z)", "charset") == "utf-8");
  BOOST_TEST(parameter("text/plain; charset=(utf-8", "charset") == "(utf-8");
  BOOST_TEST(parameter("a/b; boundary=x(1)y", "boundary") == "x(1)y");
}

BOOST_AUTO_TEST_CASE(what_is_not_closed_is_text) {
  BOOST_TEST(parameter("a/b; name=\"x; n=1", "n") == "1");
  BOOST_TEST(parameter("a/b; name=x (y; n=1", "n") == "1");
}

BOOST_AUTO_TEST_CASE(rfc2231_is_undone) {
  BOOST_TEST(parameter("a; filename*=utf-8'en'%E2%82%AC%20x", "filename") == "\xE2\x82\xAC x");
  BOOST_TEST(parameter("a; filename*=iso-8859-1''%fc", "filename") == "\xC3\xBC");
  BOOST_TEST(parameter("a; boundary*1=\"b;\"; boundary*0=a; boundary*2=c", "boundary") == "ab;c");
  BOOST_TEST(parameter("a; name*0*=utf-8''%C3; name*1*=%BC; name*2=\"%20\"", "name") == "\xC3\xBC%20");
  BOOST_TEST(parameter("a; name*0=x; name*2=y", "name") == "x");
  BOOST_TEST(parameter("a; name*1=x", "name").empty());
  BOOST_TEST(parameter("a; name=plain; name*=utf-8''ext", "name") == "plain");
  BOOST_TEST(parameter("a; name*=%zz%4", "name") == "%zz%4");
  BOOST_TEST(parameter("a; name*=nowhere''%80", "name") == "\x80");
  BOOST_TEST(parameter("a; name*99999999999999999999999=x; n=1", "n") == "1");
}

BOOST_AUTO_TEST_CASE(odd_main_values_are_read_up_to_a_blank) {
  BOOST_TEST(parsed("text / plain ; charset=x").value == "text/plain");
  BOOST_TEST(parsed("text/plain charset=x").value == "text/plain");
  BOOST_TEST(parsed("attachment").value == "attachment");
  BOOST_TEST(parsed("").value.empty());
  BOOST_TEST(parsed(";;; a=b").value.empty());
  BOOST_TEST(parameter(";;;=;=x; a=b;", "a") == "b");
}

BOOST_AUTO_TEST_CASE(control_characters_cannot_fake_a_quoted_string) {
  using namespace std::string_literals;
  BOOST_TEST(parameter("a; n=\x01"s + "0\x02; m=\"secret\"", "n") == "0");
  BOOST_TEST(parameter("a; n=x\0y; m=z"s, "m") == "z");
  BOOST_TEST(parameter("a; n=\"x\ry\r\n z\"", "n") == "x\ry z");
}

BOOST_AUTO_TEST_CASE(too_long_is_absent) {
  const std::string value = "a/b; c=" + std::string(100, 'x');
  BOOST_TEST(parse_field_value(value, value.size()).value == "a/b");
  BOOST_TEST(parse_field_value(value, value.size() - 1).value.empty());
}

BOOST_AUTO_TEST_CASE(hostile_values_are_read_to_the_end) {
  for (const char* piece : {"\"", "\"\\", "(", "((\\", ";", ";a=b", "=", "a*0=b;", "%", "''", ")"}) {
    const std::string value = "a/b; n=1; " + repeated(piece, 16000 / std::string_view(piece).size());
    BOOST_TEST(parameter(value, "n") == "1");
  }
  BOOST_TEST(parsed("a/b" + repeated(";n=1", 1000)).parameters.size() == 200U);
}

BOOST_AUTO_TEST_CASE(with_charset_changes_nothing_else) {
  BOOST_TEST(with_charset(" text/plain; charset=us-ascii; format=flowed", "UTF-8") ==
             " text/plain; charset=UTF-8; format=flowed");
  BOOST_TEST(with_charset(" text/plain;\n\tCHARSET = \"iso;8859\" ;\n\tformat=flowed\n", "UTF-8") ==
             " text/plain;\n\tCHARSET=UTF-8 ;\n\tformat=flowed\n");
  BOOST_TEST(with_charset(" text/plain; charset=us-ascii (Plain text)", "UTF-8") == " text/plain; charset=UTF-8");
  BOOST_TEST(with_charset("text/plain", "UTF-8") == "text/plain; charset=UTF-8");
  BOOST_TEST(with_charset("text/plain; name=\"; charset=x\";\r\n", "UTF-8") ==
             "text/plain; name=\"; charset=x\"; charset=UTF-8\r\n");
  BOOST_TEST(with_charset(" ", "UTF-8") == " text/plain; charset=UTF-8");
  BOOST_TEST(with_charset("text/plain; charset*=x''koi8-r; charset=a", "UTF-8") ==
             "text/plain; charset=UTF-8; charset=UTF-8");
}

BOOST_AUTO_TEST_SUITE_END()
