// One message is one ID, whatever its way; two messages are two.
#include "dedupe/dedupe_id.h"

#include <boost/test/unit_test.hpp>
#include <set>

#include "message/raw_message.h"
#include "mime/codec.h"

using namespace waybill;

namespace {

std::string id_of(const std::string& bytes, const std::string& queue_id = {}) {
  const message::RawMessage raw = message::read(bytes);
  message::Message message{{}, raw.headers, raw.body, raw.line_end};
  message.envelope.queue_id = queue_id;
  const auto table = mime::scan(message.headers, message.body, base::Limits());
  BOOST_TEST_REQUIRE(table.ok());
  return dedupe::dedupe_id(message, *table);
}

std::string crlf(const std::string& text) {
  std::string out;
  for (const char c : text) c == '\n' ? out += "\r\n" : out += c;
  return out;
}

const std::string kHeader =
    "From: Ann <a@example.com>\n"
    "To: b@example.com\n"
    "Cc: c@example.com\n"
    "Subject: Hello =?utf-8?q?W=C3=B6rld?=\n"
    "Date: Mon, 1 Jan 2024 10:00:00 +0000\n"
    "Message-ID: <1.4SxYz12AbC@mail.example.com>\n"
    "References: <0@example.com>\n"
    "MIME-Version: 1.0\n";

const std::string kMail = kHeader +
                          "Content-Type: multipart/mixed; boundary=b\n"
                          "\n"
                          "--b\n"
                          "Content-Type: text/plain; charset=utf-8\n"
                          "Content-Transfer-Encoding: 8bit\n"
                          "\n"
                          "Grüße = x\n"
                          "zwei\n"
                          "\n--b\n"
                          "Content-Type: application/pdf; name=a.pdf\n"
                          "Content-Transfer-Encoding: base64\n"
                          "\n"
                          "QUJDREVGR0g=\n"
                          "\n--b--\n";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, "not found: " << from);
  return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dedupe_dedupe_id)

BOOST_AUTO_TEST_CASE(the_example_of_the_document_is_right) {
  BOOST_TEST(
      id_of("From: a@example.com\nTo: b@example.com\nSubject: Hello\nMessage-ID: <1@example.com>\n\nGood\n day\n") ==
      "v1:rP5y6Ew4f8sv3M2jsmRuq_Ra8_F126XB2PwcYqfayCs");
}

BOOST_AUTO_TEST_CASE(a_retransmission_has_the_same_id) {
  const std::string id = id_of(kMail);
  BOOST_TEST(id.size() == 46U);
  BOOST_TEST(id_of(crlf(kMail)) == id);
  BOOST_TEST(id_of("Received: from x\n by y\nReturn-Path: <z>\nDKIM-Signature: v=1\nX-Any: 1\nBcc: q@x\n" + kMail) ==
             id);
  BOOST_TEST(id_of(replaced(kMail, "Subject: Hello ", "subject:\tHello\n  ")) == id);
  BOOST_TEST(id_of(replaced(kMail, "--b\n", "A preamble.\n--b\n")) == id);
  BOOST_TEST(id_of(replaced(kMail, "QUJDREVGR0g=", "QUJD\nREVG\nR0g")) == id);
  BOOST_TEST(id_of(replaced(replaced(kMail, "8bit", "quoted-printable"), "Grüße = x", "Gr=C3=BC=C3=9Fe =\n=3D x")) ==
             id);
  BOOST_TEST(id_of(replaced(replaced(kMail, "8bit", "base64"), "Grüße = x\nzwei\n",
                            mime::encode_base64("Grüße = x\r\nzwei\r\n", "\n"))) == id);
  std::string other_boundary = kMail;
  for (const char* from : {"boundary=b", "--b\n", "--b\n", "--b--"}) {
    const std::string to = std::string(from).replace(std::string(from).find('b', from[0] == 'b' ? 9 : 0), 1, "c");
    other_boundary = replaced(other_boundary, from, to);
  }
  BOOST_TEST(id_of(other_boundary) == id);
}

BOOST_AUTO_TEST_CASE(every_difference_is_another_id) {
  std::set<std::string> ids = {id_of(kMail)};
  const std::vector<std::pair<const char*, const char*>> changes = {
      {"Ann", "Anna"},
      {"To: b", "To: x"},
      {"Cc: c", "Cc: x"},
      {"Hello", "Hallo"},
      {"10:00", "10:01"},
      {"<1.", "<2."},
      {"<0@", "<9@"},
      {"To: b@example.com\n", ""},
      {"To: b@example.com\n", "To: b@example.com\nTo: b@example.com\n"},
      {"zwei\n", "zwei \n"},
      {"zwei\n", "zwei\n\n"},
      {"zwei\n", "zwEi\n"},
      {"R0g=", "R0k="},
      {"a.pdf", "b.pdf"},
      {"application/pdf", "application/zip"},
      {"multipart/mixed", "multipart/related"},
      {"From:", "Resent-Date: x\nFrom:"},
      {"From:", "Resent-To: x\nFrom:"},
      {"From:", "Resent-To: x\nResent-To: y\nFrom:"},
      {"From:", "Sender: x\nFrom:"},
      {"From:", "Reply-To: x\nFrom:"},
      {"From:", "In-Reply-To: x\nFrom:"},
      {"--b--\n", "--b\n\n\n--b--\n"},
  };
  for (const auto& [from, to] : changes) {
    BOOST_TEST(ids.insert(id_of(replaced(kMail, from, to))).second, from << " -> " << to);
  }
}

BOOST_AUTO_TEST_CASE(what_the_mta_added_does_not_count) {
  const std::string again = replaced(replaced(kMail, "4SxYz12AbC", "4SxYz99XyZ"), "10:00", "10:07");
  BOOST_TEST(id_of(kMail, "4SxYz12AbC") == id_of(again, "4SxYz99XyZ"));
  BOOST_TEST(id_of(kMail, "4SxYz12AbC") != id_of(kMail));
  // Part of a word is no queue id, and an empty one is nowhere.
  BOOST_TEST(id_of(kMail, "4SxYz12Ab") == id_of(kMail));
  BOOST_TEST(id_of(kMail, "") == id_of(kMail));
  BOOST_TEST(id_of(again, "4SxYz12AbC") == id_of(again));
  const std::string resent = "Resent-Message-ID: <x.QID12345@h>\nResent-Date: now\nResent-To: z\n" + kMail;
  BOOST_TEST(id_of(resent, "QID12345") == id_of("Resent-To: z\n" + kMail));
}

BOOST_AUTO_TEST_CASE(line_ends_count_in_bytes_that_are_no_text) {
  const std::string head = kHeader + "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n";
  BOOST_TEST(id_of(head + mime::encode_base64("a\r\nb", "\n")) != id_of(head + mime::encode_base64("a\nb", "\n")));
}

BOOST_AUTO_TEST_CASE(large_content_is_the_same_in_every_form) {
  std::string text;
  for (int i = 0; i < 40000; ++i) text += "line " + std::to_string(i) + (i % 7 == 0 ? " =\n" : "\n");
  const std::string head = kHeader + "Content-Type: text/plain\nContent-Transfer-Encoding: ";
  const std::string id = id_of(head + "7bit\n\n" + text);
  BOOST_TEST(id_of(head + "7bit\n\n" + crlf(text)) == id);
  BOOST_TEST(id_of(head + "quoted-printable\n\n" + mime::encode_quoted_printable(text, "\n")) == id);
  BOOST_TEST(id_of(head + "base64\n\n" + mime::encode_base64(crlf(text), "\n")) == id);
  for (const std::size_t cut : {65535U, 65536U, 65537U}) {
    std::string with_cr = text.substr(0, cut) + "\r" + text.substr(cut);
    const bool is_line_end = with_cr[cut + 1] == '\n';
    BOOST_TEST((id_of(head + "7bit\n\n" + with_cr) == id) == is_line_end);
    with_cr.insert(cut + 1, "\n");
    BOOST_TEST(id_of(head + "7bit\n\n" + with_cr) == id_of(head + "7bit\n\n" + replaced(with_cr, "\r\n", "\n")));
  }
}

BOOST_AUTO_TEST_CASE(one_endless_line_of_quoted_printable_is_read) {
  const std::string head = kHeader + "Content-Transfer-Encoding: quoted-printable\n\n";
  std::string line;
  for (int i = 0; i < 60000; ++i) line += "=41=4";
  BOOST_TEST(id_of(head + line) == id_of(head + replaced(line, "=41", "A")));
}

BOOST_AUTO_TEST_SUITE_END()
