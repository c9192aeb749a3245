// Which texts are the message's own, and what forbids to touch them.
#include "mime/main_body.h"

#include <boost/test/unit_test.hpp>

#include "message/raw_message.h"

using namespace waybill;
using namespace waybill::mime;

namespace {

using Texts = std::vector<std::size_t>;

MainBody found(std::string_view bytes) {
  const message::RawMessage raw = message::read(bytes);
  const auto table = scan(raw.headers, raw.body, {});
  BOOST_REQUIRE(table.ok());
  return find_main_body(*table, raw.body);
}

Texts texts(std::string_view bytes) {
  const MainBody main = found(bytes);
  BOOST_TEST(!main.obstacle.has_value());
  return main.texts;
}

std::string obstacle(std::string_view bytes) {
  const MainBody main = found(bytes);
  BOOST_TEST(main.texts.empty());
  return main.obstacle ? to_string(*main.obstacle) : "none";
}

// A multipart of that type with boundary "b"; each child is its header and body.
std::string multipart(std::string_view type, const std::vector<std::string>& children,
                      const std::string& boundary = "b") {
  std::string out = "Content-Type: multipart/" + std::string(type) + "; boundary=" + boundary + "\n\n";
  for (const std::string& child : children) out += "--" + boundary + "\n" + child + "\n";
  return out + "--" + boundary + "--\n";
}

const std::string kPlain = "Content-Type: text/plain\n\nHello\n";
const std::string kHtml = "Content-Type: text/html\n\n<p>Hello</p>\n";
const std::string kCalendar = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n";
const std::string kPdf = "Content-Type: application/pdf; name=a.pdf\n\nx\n";
const std::string kTnef = "Content-Type: application/ms-tnef; name=winmail.dat\n\nx\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(mime_main_body)

BOOST_AUTO_TEST_CASE(a_text_without_name_is_its_own_main_body) {
  BOOST_TEST(texts("Subject: x\n\nHello\n") == Texts{0});
  BOOST_TEST(texts(kHtml) == Texts{0});
  BOOST_TEST(texts("Content-Disposition: inline\n\nHello\n") == Texts{0});
}

BOOST_AUTO_TEST_CASE(attachments_and_named_texts_are_not) {
  BOOST_TEST(obstacle("Content-Disposition: attachment\n\nHello\n") == "no-body-text");
  BOOST_TEST(obstacle("Content-Disposition: Something\n\nHello\n") == "no-body-text");
  BOOST_TEST(obstacle("Content-Disposition: inline; filename=a.txt\n\nHello\n") == "no-body-text");
  BOOST_TEST(obstacle("Content-Type: text/plain; name*=utf-8''a.txt\n\nHello\n") == "no-body-text");
  BOOST_TEST(obstacle("Content-Type: text/enriched\n\nHello\n") == "no-body-text");
  BOOST_TEST(obstacle("Content-Type: multipart/mixed\n\nHello\n") == "no-body-text");
  BOOST_TEST(obstacle(multipart("mixed", {kPdf, kPlain})) == "no-body-text");
  BOOST_TEST(obstacle(multipart("mixed", {"Content-Type: message/rfc822\n\n" + kPlain, kPlain})) == "no-body-text");
}

BOOST_AUTO_TEST_CASE(of_an_alternative_every_child_of_a_mixed_the_first) {
  BOOST_TEST(texts(multipart("alternative", {kPlain, kHtml})) == (Texts{1, 2}));
  BOOST_TEST(texts(multipart("mixed", {kPlain, kPdf, kPlain, kHtml})) == Texts{1});
  BOOST_TEST(texts(multipart("x-unknown", {kPlain, kHtml})) == Texts{1});
  const std::string related = multipart("related", {kHtml, "Content-Type: image/png\n\nx"}, "r");
  const std::string alternative = multipart("alternative", {kPlain, related}, "a");
  BOOST_TEST(texts(multipart("mixed", {alternative, kPdf})) == (Texts{2, 4}));
  const std::string apple = multipart("mixed", {kHtml, kPdf, kHtml}, "m");
  BOOST_TEST(texts(multipart("alternative", {kPlain, apple})) == (Texts{1, 3}));
}

BOOST_AUTO_TEST_CASE(of_a_mixed_the_first_that_is_no_picture) {
  const std::string photo = "Content-Type: image/jpeg; name=1.jpg\nContent-Disposition: inline; filename=1.jpg\n\nx";
  const std::string bare = "Content-Type: image/png\n\nx";
  BOOST_TEST(texts(multipart("mixed", {photo, kPlain})) == Texts{2});
  BOOST_TEST(texts(multipart("mixed", {photo, bare, kPlain, kHtml})) == Texts{3});
  BOOST_TEST(texts(multipart("mixed", {bare, multipart("alternative", {kPlain, kHtml}, "a")})) == (Texts{3, 4}));
  const std::string attached = "Content-Type: image/png\nContent-Disposition: attachment\n\nx";
  BOOST_TEST(obstacle(multipart("mixed", {attached, kPlain})) == "no-body-text");
  BOOST_TEST(obstacle(multipart("mixed", {photo, kPdf, kPlain})) == "no-body-text");
  BOOST_TEST(obstacle(multipart("mixed", {photo, "Content-Type: text/plain; name=a.txt\n\nx"})) == "no-body-text");
  BOOST_TEST(obstacle(multipart("mixed", {photo, bare})) == "no-body-text");
}

BOOST_AUTO_TEST_CASE(of_a_related_the_start_part) {
  const std::string image = "Content-Type: image/png\n\nx";
  const std::string html = "Content-Type: text/html\nContent-ID: <h@x>\n\n<p>\n";
  BOOST_TEST(texts(multipart("related; start=\"<h@x>\"", {image, html})) == Texts{2});
  BOOST_TEST(texts(multipart("related; start=\"<gone@x>\"", {html, image})) == Texts{1});
  BOOST_TEST(obstacle(multipart("related", {image, html})) == "no-body-text");
}

BOOST_AUTO_TEST_CASE(a_calendar_stays_beside_its_texts) {
  BOOST_TEST(texts(multipart("alternative", {kPlain, kHtml, kCalendar})) == (Texts{1, 2}));
  BOOST_TEST(obstacle(kCalendar) == "calendar-only");
  BOOST_TEST(obstacle(multipart("mixed", {multipart("alternative", {kCalendar}, "a"), kPdf})) == "calendar-only");
}

BOOST_AUTO_TEST_CASE(tnef_counts_when_it_carries_the_text) {
  BOOST_TEST(obstacle(kTnef) == "tnef");
  BOOST_TEST(obstacle(multipart("mixed", {kTnef})) == "tnef");
  BOOST_TEST(obstacle(multipart("mixed", {"\n \r\n", kTnef})) == "tnef");
  BOOST_TEST(texts(multipart("mixed", {kPlain, kTnef})) == Texts{1});
}

BOOST_AUTO_TEST_CASE(a_structure_that_programs_read_differently_is_left_alone) {
  BOOST_TEST(obstacle("Content-Type: text/plain;\r format=flowed\r\n\r\nHello\r\n") == "ambiguous");
}

BOOST_AUTO_TEST_CASE(of_two_types_or_encodings_nobody_knows_which_counts) {
  const std::string seven = "Content-Transfer-Encoding: 7bit\n";
  const std::string base64 = "content-transfer-encoding: base64\n";
  BOOST_TEST(obstacle(seven + base64 + kPlain) == "ambiguous");
  BOOST_TEST(obstacle("Content-Type: text/html\n" + kPlain) == "ambiguous");
  BOOST_TEST(obstacle(multipart("alternative", {kHtml, base64 + seven + kPlain})) == "ambiguous");
  BOOST_TEST(obstacle("Content-Type: text/plain\n" + multipart("mixed", {kPlain})) == "ambiguous");
  BOOST_TEST(obstacle(multipart("mixed", {"Content-Type: image/png\n" + kPlain, kPlain})) == "ambiguous");
  BOOST_TEST(texts(seven + seven + "Content-Type:  text/plain \n" + kPlain) == Texts{0});
  BOOST_TEST(texts(multipart("mixed", {kPlain, seven + base64 + kPdf})) == Texts{1});
}

BOOST_AUTO_TEST_CASE(reports_are_left_alone) {
  BOOST_TEST(obstacle(multipart("report; report-type=delivery-status", {kPlain})) == "report");
}

BOOST_AUTO_TEST_CASE(signed_and_encrypted_on_the_way_are_obstacles) {
  const std::string signed_part = multipart("signed", {kPlain, "Content-Type: application/pgp-signature\n\nx"}, "s");
  BOOST_TEST(obstacle(signed_part) == "signed");
  BOOST_TEST(obstacle(multipart("mixed", {signed_part, kPlain})) == "signed");
  BOOST_TEST(obstacle(multipart("alternative", {kPlain, signed_part})) == "signed");
  BOOST_TEST(texts(multipart("mixed", {kPlain, signed_part})) == Texts{1});
  BOOST_TEST(obstacle(multipart("encrypted", {"Content-Type: application/pgp-encrypted\n\nVersion: 1"})) ==
             "encrypted");
  BOOST_TEST(obstacle(multipart("mixed", {"\n\n", "Content-Type: application/pgp-encrypted\n\nVersion: 1"})) ==
             "encrypted");
  BOOST_TEST(obstacle("Content-Type: application/pkcs7-mime; name=smime.p7m\n\nx") == "encrypted");
  BOOST_TEST(obstacle("Content-Type: application/x-pkcs7-mime; smime-type=Signed-Data\n\nx") == "signed");
  BOOST_TEST(obstacle("Content-Type: application/octet-stream; name=SMIME.p7m\n\nx") == "encrypted");
  BOOST_TEST(obstacle("Content-Type: application/pgp; x-action=sign\n\nx") == "signed");
}

BOOST_AUTO_TEST_CASE(inline_pgp_is_seen_at_the_start_of_a_line) {
  const std::string encrypted = "-----BEGIN PGP MESSAGE-----\n\nx\n";
  const std::string clear = "Hello\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\n";
  BOOST_TEST(obstacle("\n" + encrypted) == "encrypted");
  BOOST_TEST(obstacle("\n" + clear) == "signed");
  BOOST_TEST(obstacle(multipart("alternative", {kPlain, "Content-Type: text/html\n\n<pre>" + encrypted})) ==
             "encrypted");
  BOOST_TEST(obstacle("Content-Transfer-Encoding: quoted-printable\n\n=2D----BEGIN=20PGP=20MESSAGE-----\n") ==
             "encrypted");
  BOOST_TEST(obstacle("Content-Transfer-Encoding: base64\n\nLS0tLS1CRUdJTiBQR1AgTUVTU0FHRS0tLS0tCg==\n") ==
             "encrypted");
  BOOST_TEST(obstacle("\n\xEF\xBB\xBF" + encrypted) == "encrypted");
  BOOST_TEST(obstacle("Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n//4tAC0ALQAtAC0A"
                      "QgBFAEcASQBOACAAUABHAFAAIABNAEUAUwBTAEEARwBFAC0ALQAtAC0ALQAKAA==\n") == "encrypted");
  BOOST_TEST(texts("\n> " + encrypted) == Texts{0});
  BOOST_TEST(texts("\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n") == Texts{0});
  BOOST_TEST(texts(multipart("mixed", {kPlain, "\n" + encrypted})) == Texts{1});
}

BOOST_AUTO_TEST_CASE(deep_and_wide_messages_are_walked_without_recursion) {
  std::string deep;
  for (int i = 0; i < 1000; ++i) {
    const std::string boundary = "n" + std::to_string(i);
    deep += "Content-Type: multipart/alternative; boundary=" + boundary + "\n\n--" + boundary + "\n";
  }
  BOOST_TEST(texts(deep + kPlain) == Texts{1000});
  BOOST_TEST(texts(multipart("alternative", std::vector<std::string>(10000, kPlain))).size() == 10000U);
}

BOOST_AUTO_TEST_SUITE_END()
