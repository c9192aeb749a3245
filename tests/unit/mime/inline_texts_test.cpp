// Which texts are searched, and how they are read.
#include "mime/inline_texts.h"

#include <boost/test/unit_test.hpp>

#include "message/raw_message.h"

using namespace waybill;
using namespace waybill::mime;

namespace {

InlineTexts texts(std::string_view bytes, const base::Limits& limits = {}) {
  const message::RawMessage raw = message::read(bytes);
  const auto table = scan(raw.headers, raw.body, limits);
  BOOST_REQUIRE(table.ok());
  return read_inline_texts(*table, raw.body, limits);
}

std::string joined(const InlineTexts& read) {
  std::string out;
  for (const InlineText& text : read.texts) out += (text.is_html ? "<" : "[") + text.utf8 + (text.is_html ? ">" : "]");
  return out + (read.is_whole ? "" : "...");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mime_inline_texts)

BOOST_AUTO_TEST_CASE(all_texts_of_the_mail_but_no_files) {
  BOOST_TEST(joined(texts("Content-Type: multipart/mixed; boundary=b\n\n"
                          "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\na\n--c\n"
                          "Content-Type: text/html\n\nb\n--c--\n"
                          "--b\nContent-Disposition: attachment\n\nc\n"
                          "--b\nContent-Type: text/plain; name=d\n\nd\n"
                          "--b\nContent-Disposition: inline; filename=e\n\ne\n"
                          "--b\nContent-Type: message/rfc822\n\nSubject: f\n\nf\n"
                          "--b\nContent-Type: text/calendar\n\ng\n"
                          "--b\nContent-Disposition: inline\n\nh\n--b--\n")) == "[a]<b>[h]");
}

BOOST_AUTO_TEST_CASE(texts_are_decoded) {
  BOOST_TEST(joined(texts("Content-Type: text/plain; charset=iso-8859-1\n"
                          "Content-Transfer-Encoding: quoted-printable\n\n=FCber\n")) == "[\u00fcber\n]");
  BOOST_TEST(joined(texts("Content-Transfer-Encoding: base64\n\nYWJj*\n")) == "[abc]");
  BOOST_TEST(joined(texts("Content-Type: text/plain; charset=x-nonsense\n\na\xFC")) == "[a\u00fc]");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_makes_it_less_than_whole) {
  BOOST_TEST(joined(texts("Content-Transfer-Encoding: x-own\n\nabc")) == "[abc]...");
  BOOST_TEST(joined(texts("Content-Type: text/plain; charset=utf-16\n\n\xD8")) == "...");
  base::Limits limits;
  limits.text_bytes = 3;
  BOOST_TEST(joined(texts("\nabc", limits)) == "[abc]");
  BOOST_TEST(joined(texts("\nabcd", limits)) == "[abc]...");
}

BOOST_AUTO_TEST_SUITE_END()
