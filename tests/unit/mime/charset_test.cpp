// Names and conversions of charsets, and encoded words.
#include "mime/charset.h"

#include <boost/test/unit_test.hpp>
#include <utility>
#include <vector>

using namespace waybill::mime;

namespace {

std::string utf8(std::string_view bytes, std::string_view charset) {
  const auto text = to_utf8(bytes, charset);
  return text ? *text : "(" + text.error().text + ")";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mime_charset)

BOOST_AUTO_TEST_CASE(names_as_mail_writes_them_are_found) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"UTF8", "UTF-8"},
      {"\"utf-8\"", "UTF-8"},
      {"'ISO-8859-1'", "ISO-8859-1"},
      {"latin1", "ISO-8859-1"},
      {"iso8859-1", "ISO-8859-1"},
      {"iso_8859-1:1987", "ISO-8859-1"},
      {"cp1252", "CP1252"},
      {"Windows-1252", "CP1252"},
      {"ansi_x3.4-1968", "US-ASCII"},
      {"charset=us-ascii", "US-ASCII"},
      {"x-sjis", "CP932"},
      {"ks_c_5601-1987", "EUC-KR"},
      {"unicode-1-1-utf-7", "UTF-7"},
      {"iso-8859-8-i", "ISO-8859-8"},
      {"x-mac-roman", "MACINTOSH"},
      {"gb2312", "EUC-CN"},
  };
  for (const auto& [name, expected] : cases) BOOST_TEST(iconv_name(name) == expected, name);
}

BOOST_AUTO_TEST_CASE(what_is_no_mail_charset_is_unknown) {
  for (const char* name : {"", "\"\"", "x-unknown", "unknown-8bit", "utf-8//IGNORE//x", "../../etc", "IBM037",
                           "ISO-2022-CN-EXT", "WCHAR_T", "INTERNAL"}) {
    BOOST_TEST(iconv_name(name) == "", name);
    BOOST_TEST(!to_utf8("a", name).ok());
    BOOST_TEST(!from_utf8("a", name).ok());
  }
  BOOST_TEST(iconv_name(std::string(100000, 'a')) == "");
}

BOOST_AUTO_TEST_CASE(supersets_of_ascii_are_told_apart) {
  for (const char* name : {"us-ascii", "utf-8", "iso-8859-15", "koi8-r", "euc-jp", "shift_jis", "gbk", "big5"}) {
    BOOST_TEST(is_ascii_superset(name), name);
  }
  for (const char* name : {"no-such", "x-klingon", "us-askey"}) BOOST_TEST(is_ascii_superset(name), name);
  for (const char* name : {"hz-gb-2312", "IBM1047", "iso-2022-jp-2004", "utf-7-imap", "ebcdic-us"}) {
    BOOST_TEST(!is_ascii_superset(name), name);
    BOOST_TEST(!read_text("~{<R~}", name).has_value(), name);  // bytes that look like markup need not be any
  }
  for (const char* name : {"utf-16", "utf-16le", "utf-32", "utf-7", "iso-2022-jp", "iso-2022-kr"}) {
    BOOST_TEST(!is_ascii_superset(name), name);
  }
}

BOOST_AUTO_TEST_CASE(texts_come_back_from_every_charset) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"us-ascii", "abc\r\n"},
      {"utf-8", "äб日😀"},
      {"iso-8859-1", "äöü\u00A0"},
      {"iso-8859-15", "10 €"},
      {"windows-1252", "„x“ – €"},
      {"windows-1251", "привет"},
      {"koi8-r", "привет"},
      {"iso-8859-2", "žluťoučký"},
      {"shift_jis", "日本語\\~ｶﾅ"},
      {"euc-jp", "日本語"},
      {"iso-2022-jp", "日本語abc"},
      {"gb18030", "汉字😀"},
      {"gb2312", "汉字"},
      {"big5", "漢字"},
      {"euc-kr", "한국어"},
      {"iso-2022-kr", "한국어"},
      {"utf-7", "ä+b"},
      {"utf-16le", "a😀\n"},
      {"utf-32be", "a😀\n"},
      {"windows-1255", "שלום"},
      {"windows-1258", "Tiếng Việt"},
      {"tis-620", "ไทย"},
      {"x-mac-cyrillic", "привет"},
      {"iso-8859-8-i", "שלום"},
  };
  for (const auto& [name, text] : cases) {
    const auto bytes = from_utf8(text, name);
    BOOST_TEST_REQUIRE(bytes.ok(), name);
    BOOST_TEST(utf8(*bytes, name) == text, name);
  }
}

BOOST_AUTO_TEST_CASE(what_a_charset_lacks_fails) {
  BOOST_TEST(!from_utf8("€", "iso-8859-1").ok());
  BOOST_TEST(!from_utf8("ä", "us-ascii").ok());
  BOOST_TEST(!from_utf8("ä", "shift_jis").ok());
  BOOST_TEST(!from_utf8("\xC3", "utf-8").ok());
  BOOST_TEST(!from_utf8("\xFF", "windows-1252").ok());
  BOOST_TEST(!to_utf8("\xFF", "utf-8").ok());
  BOOST_TEST(!to_utf8("\x80", "us-ascii").ok());
  BOOST_TEST(!to_utf8("\x81", "windows-1252").ok());
  BOOST_TEST(!to_utf8("\x81", "shift_jis").ok());  // the first half of a character
  BOOST_TEST(!to_utf8("a", "utf-16le").ok());
}

BOOST_AUTO_TEST_CASE(a_failed_conversion_leaves_no_trace_in_the_next) {
  BOOST_TEST(!to_utf8("\x1B$B\x46\xFF", "iso-2022-jp").ok());
  BOOST_TEST(utf8("abc", "iso-2022-jp") == "abc");
}

BOOST_AUTO_TEST_CASE(supersets_are_read_where_programs_write_them) {
  BOOST_TEST(utf8("\x81\x41", "ks_c_5601-1987") == "갂");
  BOOST_TEST(utf8("\x81\x40", "gb2312") == "丂");
  BOOST_TEST(!from_utf8("갂", "ks_c_5601-1987").ok());
  BOOST_TEST(utf8("it\x92s", "iso-8859-1") == "it’s");
  BOOST_TEST(!from_utf8("it’s", "iso-8859-1").ok());
}

BOOST_AUTO_TEST_CASE(what_glibc_maps_otherwise_than_apple_is_not_converted) {
  BOOST_TEST(utf8("\xDB\xC7", "macintosh") == "€«");
  BOOST_TEST(!to_utf8("\xC6", "macintosh").ok());
  BOOST_TEST(!to_utf8("\xF0", "x-mac-roman").ok());
  BOOST_TEST(!to_utf8("\xFF", "x-mac-cyrillic").ok());
  BOOST_TEST(!from_utf8("Δ", "macintosh").ok());
}

BOOST_AUTO_TEST_CASE(texts_without_label_are_utf8_or_windows) {
  for (const char* name : {"", "us-ascii", "\"\"", "X-UNKNOWN", "unknown-8bit"}) {
    BOOST_TEST(!read_text("ä", name)->utf8);
    BOOST_TEST(*read_text("\xE4\x80", name)->utf8 == "ä€");
    BOOST_TEST((read_text("ä", name)->kind == TextReading::Kind::Assumed));
    BOOST_TEST((read_text("\xE4\x81", name)->kind == TextReading::Kind::Opaque));
  }
}

BOOST_AUTO_TEST_CASE(broken_texts_are_opaque_where_ascii_is_ascii) {
  for (const char* name : {"utf-8", "x-klingon", "shift_jis"}) {
    const auto reading = read_text("a\xFF<b>", name);
    BOOST_TEST_REQUIRE(reading.has_value());
    BOOST_TEST((reading->kind == TextReading::Kind::Opaque));
    BOOST_TEST(*reading->utf8 == "aÿ<b>");
  }
  BOOST_TEST(!read_text("a", "utf-16").has_value());
  BOOST_TEST(!read_text("\x1B$B\x46", "iso-2022-jp").has_value());
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_tells_the_order) {
  using namespace std::string_literals;
  const auto big = read_text("\xFE\xFF\0a"s, "utf-16");
  BOOST_TEST((big->charset == "UTF-16BE" && big->mark == 2 && *big->utf8 == "a"));
  const auto little = read_text("\xFF\xFE"s + "a\0"s, "utf-16");
  BOOST_TEST((little->charset == "UTF-16LE" && little->mark == 2 && *little->utf8 == "a"));
  const auto none = read_text("a\0"s, "utf-16");
  BOOST_TEST((none->charset == "UTF-16LE" && none->mark == 0 && *none->utf8 == "a"));
  const auto wide = read_text("\0\0\xFE\xFF\0\0\0a"s, "utf-32");
  BOOST_TEST((wide->charset == "UTF-32BE" && wide->mark == 4 && *wide->utf8 == "a"));
}

BOOST_AUTO_TEST_CASE(the_order_of_one_text_is_not_that_of_the_next) {
  using namespace std::string_literals;
  BOOST_TEST(utf8("\xFE\xFF\0a"s, "utf-16") == "a");
  BOOST_TEST(utf8("\xFF\xFE"s + "a\0"s, "utf-16") == "a");
  BOOST_TEST(utf8("a\0"s, "utf-16") == "a");
  for (int i = 0; i < 2; ++i) BOOST_TEST(*from_utf8("a", "utf-16") == "\xFF\xFE"s + "a\0"s);
  for (int i = 0; i < 2; ++i) BOOST_TEST(from_utf8("한", "iso-2022-kr")->starts_with("\x1B$)C"));
}

BOOST_AUTO_TEST_CASE(offsets_lead_back_to_the_source) {
  const std::string text = "aä€ж日本b";
  for (const char* name : {"GB18030", "UTF-16LE", "UTF-32BE"}) {
    const std::string bytes = *from_utf8(text, name);
    for (std::size_t at = 0; at <= text.size(); ++at) {
      if (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
      const std::size_t source = source_offset(bytes, name, at);
      BOOST_TEST(utf8(std::string_view(bytes).substr(0, source), name) == text.substr(0, at));
    }
  }
  std::string large;
  for (int i = 0; i < 3000; ++i) large += "日";
  const std::string bytes = *from_utf8(large, "GB18030");
  BOOST_TEST(source_offset(bytes, "GB18030", 8997) == 2U * 2999);
}

BOOST_AUTO_TEST_CASE(ascii_and_utf8_are_recognised_at_any_length) {
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string ascii(size, 'a');
    BOOST_TEST(ascii_prefix(ascii) == size);
    BOOST_TEST(ascii_prefix(ascii + "\xC3\xA4" + ascii) == size);
    BOOST_TEST(is_utf8(ascii + "ä€😀" + ascii));
    for (const char* bad : {"\x80", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "ä\xFF"}) {
      BOOST_TEST(!is_utf8(ascii + bad));
      BOOST_TEST(!is_utf8(ascii + bad + ascii));
    }
  }
}

BOOST_AUTO_TEST_CASE(encoded_words_become_text) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"plain", "plain"},
      {"=?utf-8?Q?=C3=A4_b?=", "ä b"},
      {"=?UTF-8?B?w6Q=?= x", "ä x"},
      {"a =?iso-8859-1*de?q?=E4?= b", "a ä b"},
      {"=?utf-8?q?=C3?= =?utf-8?q?=A4?=", "ä"},      // divided inside a character
      {"=?utf-8?b?w6Q=?=\n =?utf-8?q?x?=", "äx"},    // folded, two encodings
      {"=?utf-8?q?a?= =?iso-8859-1?q?=E4?=", "aä"},  // two charsets
      {"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"},
      {"=?x-none?q?a?= =?utf-8?q?b?=", "=?x-none?q?a?= b"},
      {"=?utf-8?q?=FF?= =?utf-8?q?b?=", "=?utf-8?q?=FF?= b"},
      {"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"},
      {"=?utf-8?q?a", "=?utf-8?q?a"},
      {"=?utf-8?x?a?=", "=?utf-8?x?a?="},
      {"=?utf-8?q?a b?=", "a b"},
      {"=?utf-8?q?"
       "?=",
       ""},
      {"=?", "=?"},
      {"=?utf-8?q", "=?utf-8?q"},
      {"=?utf-8?q?=", "=?utf-8?q?="},
      {"roh \xE4", "roh ä"},
      {"roh ä", "roh ä"},
  };
  for (const auto& [raw, expected] : cases) BOOST_TEST(decode_words(raw) == expected);
}

BOOST_AUTO_TEST_CASE(hostile_words_end_in_time) {
  std::string begins;
  std::string words;
  for (int i = 0; i < 100000; ++i) {
    begins += "=?a?q?";
    words += "=?utf-8?q?a?= ";
  }
  BOOST_TEST(decode_words(begins) == begins);
  BOOST_TEST(decode_words(words).size() == 100001U);
}

BOOST_AUTO_TEST_SUITE_END()
