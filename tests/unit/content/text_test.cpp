// What is text, and in which charset.
#include "content/text.h"

#include <boost/test/unit_test.hpp>

using namespace std::string_view_literals;
using waybill::content::looks_like_text;
using waybill::content::text_of;
using waybill::content::TextSource;

namespace {

std::string text(const TextSource& source, std::size_t most = 1000) {
  return text_of(source, most).value_or("no text");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(content_text)

BOOST_AUTO_TEST_CASE(text_has_no_control_characters) {
  BOOST_TEST(looks_like_text(""));
  BOOST_TEST(looks_like_text("a\tb\r\n\f\x1B[1m\xFC\x1A"));
  for (const std::string_view no : {"a\0b"sv, "a\x01"sv, "a\x7F"sv, "\x0E"sv}) BOOST_TEST(!looks_like_text(no));
  BOOST_TEST(text({"a\0b"sv}) == "no text");
}

BOOST_AUTO_TEST_CASE(documents_of_printable_characters_are_no_text) {
  for (const std::string_view start : {"%PDF-1.4", "{\\rtf1", "%!PS-Adobe"}) BOOST_TEST(text({start}) == "no text");
}

BOOST_AUTO_TEST_CASE(the_charset_is_declared_marked_or_guessed) {
  BOOST_TEST(text({"gr\xFC", "iso-8859-1"}) == "gr\xC3\xBC");
  BOOST_TEST(text({"gr\xC3\xBC"}) == "gr\xC3\xBC");
  BOOST_TEST(text({"gr\xFC"}) == "gr\xC3\xBC");
  BOOST_TEST(text({"\xEF\xBB\xBFgr\xC3\xBC"}) == "gr\xC3\xBC");
  BOOST_TEST(text({"\xFF\xFEg\0\xFC\0"sv}) == "g\xC3\xBC");
  BOOST_TEST(text({"\xFE\xFF\0g\0\xFC"sv, "utf-8"}) == "g\xC3\xBC");
  BOOST_TEST(text({"g\0\xFC\0"sv, "utf-16le"}) == "g\xC3\xBC");
}

BOOST_AUTO_TEST_CASE(a_label_makes_no_text_of_bytes) { BOOST_TEST(text({"MZ\1\0\2\0"sv, "utf-16le"}) == "no text"); }

BOOST_AUTO_TEST_CASE(html_is_what_people_see) {
  BOOST_TEST(text({"<style>x</style><p>Gr&uuml;<b>n</b>", {}, true}) == "Gr\xC3\xBCn");
}

BOOST_AUTO_TEST_CASE(long_texts_end_between_characters) {
  BOOST_TEST(text({"ab\xC3\xBC\xC3\xBC"}, 3) == "ab");
  BOOST_TEST(text({"ab\xC3\xBC\xC3\xBC"}, 5) == "ab\xC3\xBC");
  BOOST_TEST(text({"ab\ncd\xFC\xFC"}, 6) == "ab");
  BOOST_TEST(text({"\xFF\xFE"
                   "a\0b\0c\0"sv},
                  7) == "a");
}

BOOST_AUTO_TEST_SUITE_END()
