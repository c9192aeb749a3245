// Transfer encodings, both ways, and offsets between them.
#include "mime/codec.h"

#include <boost/test/unit_test.hpp>
#include <utility>
#include <vector>

using namespace waybill::mime;

namespace {

std::string all_bytes() {
  std::string out;
  for (int i = 0; i < 256; ++i) out.push_back(static_cast<char>(i));
  return out;
}

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    longest = std::max(longest, std::min(end, text.size()));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return longest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mime_codec)

BOOST_AUTO_TEST_CASE(base64_of_any_length_comes_back) {
  const std::string bytes = all_bytes() + all_bytes();
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    for (const char* line_end : {"\r\n", "\n"}) {
      const std::string encoded = encode_base64(bytes.substr(0, size), line_end);
      BOOST_TEST(decode_base64(encoded) == bytes.substr(0, size));
      BOOST_TEST(longest_line(encoded) <= 76U);
      BOOST_TEST((size == 0 || encoded.ends_with(line_end)));
    }
  }
}

BOOST_AUTO_TEST_CASE(base64_is_read_as_python_reads_it) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"QUJD", "ABC"},   {"QUI=", "AB"},     {"QQ==", "A"},
      {"QUI", "AB"},     {"QQ", "A"},        {"Q U\tJ\r\nD", "ABC"},
      {"QU*J-D", "ABC"}, {"QQ==QUJD", "A"},  {"QUJDRA==\r\nQUJD", "ABCD"},
      {"=QUJD", "ABC"},  {"QQ=Q=", "A\x04"}, {"", ""},
      {"Q", ""},         {"====", ""},
  };
  for (const auto& [raw, expected] : cases) BOOST_TEST(decode_base64(raw) == expected);
}

BOOST_AUTO_TEST_CASE(base64_in_pieces_is_base64_in_one) {
  const std::string bytes = all_bytes();
  std::string raw;
  append_base64(raw, bytes, 70, "\r\n");
  for (std::size_t size = 1; size < 100; ++size) {
    Base64Decoder decoder;
    std::string out;
    for (std::size_t at = 0; at < raw.size(); at += size) decoder.put(std::string_view(raw).substr(at, size), out);
    decoder.finish(out);
    BOOST_TEST(out == bytes);
    BOOST_TEST(decoder.is_whole());
  }
}

BOOST_AUTO_TEST_CASE(base64_that_says_more_than_it_decodes_to_is_not_whole) {
  for (const char* raw : {"QQ==QUJD", "QUJDR", "Q", "QUJD=QUJD", "=QUJD", "QQ=QQUJD"}) {
    Base64Decoder decoder;
    std::string out;
    decoder.put(raw, out);
    decoder.finish(out);
    BOOST_TEST(!decoder.is_whole(), raw);
  }
}

BOOST_AUTO_TEST_CASE(quoted_printable_is_read_as_python_reads_it) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a=3Db", "a=b"},   {"a=e4=C4", "a\xE4\xC4"}, {"a=\r\nb", "ab"}, {"a=\nb", "ab"}, {"a \r\nb", "a \r\nb"},
      {"a=", "a"},        {"a=ZZ", "a=ZZ"},         {"a=4", "a=4"},    {"==41", "=41"}, {"a= \r\nb", "a= \r\nb"},
      {"a=\rx\nb", "ab"}, {"a=\rx", "a"},           {"===41", "=A"},   {"\n", "\n"},    {"", ""},
  };
  for (const auto& [raw, expected] : cases) BOOST_TEST(decode_quoted_printable(raw) == expected);
}

BOOST_AUTO_TEST_CASE(quoted_printable_is_not_whole_where_readers_differ) {
  for (const char* raw : {"", "a=\r\nb", "a=\nb", "a=\r\r\nb", "a=\r", "a=41\rb"})
    BOOST_TEST(is_whole_quoted_printable(raw), raw);
  for (const char* raw : {"a=\rb", "a=\rb\r\nc", "a=\r\r\nb=\r="}) BOOST_TEST(!is_whole_quoted_printable(raw), raw);
}

BOOST_AUTO_TEST_CASE(quoted_printable_of_any_bytes_comes_back) {
  const std::string blank_lines =
      " \r\n\t\r\n.\r\nFrom x\r\n=\r\n" + std::string(76, 'a') + "\r\n" + std::string(77, 'b') + " ";
  for (const std::string& text : {all_bytes(), blank_lines, std::string(500, '='), std::string(500, ' ')}) {
    std::string out;
    QuotedPrintableWriter(out, 0, "\r\n", QuotedPrintableWriter::Content::Text).put(text);
    BOOST_TEST(decode_quoted_printable(out) == text);
    BOOST_TEST(longest_line(out) <= 76U);
    out.clear();
    QuotedPrintableWriter(out, 40, "\n", QuotedPrintableWriter::Content::Binary).put(text);
    BOOST_TEST(decode_quoted_printable(out) == text);
  }
}

BOOST_AUTO_TEST_CASE(quoted_printable_protects_what_gateways_change) {
  BOOST_TEST(encode_quoted_printable("From a\nx \n.\nend ", "\r\n") == "=46rom a\r\nx=20\r\n=2E\r\nend=20");
  BOOST_TEST(encode_quoted_printable("a\r\nb\n", "\n") == "a\nb\n");
  BOOST_TEST(encode_quoted_printable(std::string(76, 'x') + "\n", "\n") == std::string(76, 'x') + "\n");
  BOOST_TEST(encode_quoted_printable(std::string(77, 'x'), "\n") == std::string(75, 'x') + "=\nxx");
}

BOOST_AUTO_TEST_CASE(a_soft_break_never_divides_a_character) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "ж€😀";
  for (std::size_t shift = 0; shift < 12; ++shift) {
    const std::string encoded = encode_quoted_printable(std::string(shift, 'a') + text, "\r\n");
    for (std::size_t at = encoded.find("=\r\n"); at != std::string::npos; at = encoded.find("=\r\n", at + 3)) {
      const std::string next = encoded.substr(at + 3, 3);
      BOOST_TEST((next == "=D0" || next == "=E2" || next == "=F0"), next);
    }
  }
}

BOOST_AUTO_TEST_CASE(offsets_of_decoded_bytes_divide_the_encoded_ones) {
  const std::string raw = "a=3Db=\r\nc \r\n==x=ZZ=4=\nend=";
  const std::string decoded = decode_quoted_printable(raw);
  for (std::size_t at = 0; at <= decoded.size(); ++at) {
    const std::size_t place = raw_offset_quoted_printable(raw, at);
    const std::size_t last = last_token_quoted_printable(raw, place);
    BOOST_TEST((at == 0 ? last == 0 : last > 0));
    // A lone '=' says itself only with what stands behind it.
    if (place > 0 && raw[place - 1] == '=' && last == 1) continue;
    BOOST_TEST(decode_quoted_printable(raw.substr(0, place)) == decoded.substr(0, at));
    if (at < decoded.size()) BOOST_TEST(decode_quoted_printable(raw.substr(place)) == decoded.substr(at));
  }
  BOOST_TEST(raw_offset_quoted_printable(raw, decoded.size() + 5) == raw.size());
}

BOOST_AUTO_TEST_CASE(rows_of_equals_signs_are_no_trap) {
  const std::string raw(200000, '=');
  const std::string decoded = decode_quoted_printable(raw);
  BOOST_TEST(decoded.size() == raw.size() / 2);
  BOOST_TEST(last_token_quoted_printable(raw, raw_offset_quoted_printable(raw, decoded.size())) == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
