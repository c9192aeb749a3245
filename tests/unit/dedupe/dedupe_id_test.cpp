// One message is one ID, whatever its way; two messages are two.
#include "dedupe/dedupe_id.h"

#include <boost/test/unit_test.hpp>
#include <set>

#include "message/raw_message.h"
#include "mime/codec.h"

using namespace waybill;

namespace {

std::string id_of(const std::string& bytes, const std::string& queue_id = {}, const std::string& key = {}) {
  const message::RawMessage raw = message::read(bytes);
  message::Message message{{}, raw.headers, raw.body, raw.line_end};
  message.envelope.queue_id = queue_id;
  const auto table = mime::scan(message.headers, message.body, base::Limits());
  BOOST_TEST_REQUIRE(table.ok());
  return dedupe::dedupe_id(message, *table, key);
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
  const std::string example =
      "From: \"J. Doe\" <a@example.com>\nTo: b@example.com,c@example.com\nSubject: Hello\nMessage-ID: <1@example.com>\n"
      "Content-Type: text/plain; charset=\"utf-8\"\n\nGood\n day\n";
  BOOST_TEST(id_of(example) == "v2:_2BrbSU1hdM-E6KuFGsE96d-JUfvgtWbhw4GPIxsxHg");
  BOOST_TEST(id_of(example, "", std::string(32, 'k')) == "k2:PqReqml9bM60A6FNsaSr55Tm6ghpSBM8JrpX2WbKt6s");
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

BOOST_AUTO_TEST_CASE(an_mta_may_write_lists_of_addresses_anew) {
  const auto id = [](const std::string& to) { return id_of(replaced(kMail, "To: b@example.com", "To: " + to)); };
  BOOST_TEST(id("a@x,b@y") == id("a@x,\n        b@y"));
  BOOST_TEST(id(", a@x, ,b@y,") == id("a@x, b@y"));
  BOOST_TEST(id("Joe Q. Public <a@x>") == id("\"Joe Q. Public\" <a@x>"));
  BOOST_TEST(id("\"a@x\" <a@x>") == id("a@x <a@x>"));
  BOOST_TEST(id("\"Public, Joe\" <a@x>") != id("Public, Joe <a@x>"));
  BOOST_TEST(id("\"Public, Joe\" <a@x>") != id("\"Public,Joe\" <a@x>"));
  BOOST_TEST(id("\"Joe <a@x>") != id("Joe <a@x>"));
  BOOST_TEST(id("\"Joe \\\"Q\\\"\" <a@x>") != id("\"Joe Q\" <a@x>"));
  BOOST_TEST(id("Joe Q <a@x>") != id("JoeQ <a@x>"));
  BOOST_TEST(id("a@x, b@y") != id("b@y, a@x"));
  BOOST_TEST(id_of(replaced(kMail, "Subject: Hello", "Subject: Hello, \"x\"")) !=
             id_of(replaced(kMail, "Subject: Hello", "Subject: Hello,\"x\"")));
}

BOOST_AUTO_TEST_CASE(a_value_full_of_quotes_takes_linear_time) {
  BOOST_TEST(id_of("To: " + std::string(200'000, '"') + "x\n\n").size() == 46U);
  std::string opened;
  for (int i = 0; i < 100'000; ++i) opened += "\"\\";
  BOOST_TEST(id_of("To: " + opened + "\n\n").size() == 46U);
}

BOOST_AUTO_TEST_CASE(a_charset_that_an_mta_adds_does_not_count) {
  const auto id = [](const std::string& fields) { return id_of(kHeader + fields + "\nGr\xfc\xdf\x65\n"); };
  BOOST_TEST(id("Content-Type: text/plain; charset=unknown-8bit\n") == id(""));
  BOOST_TEST(id("Content-Type: text/plain; charset=\"US-ASCII\"\n") == id(""));
  BOOST_TEST(id("Content-Type: text/plain; charset=iso-8859-1\n") != id(""));
}

BOOST_AUTO_TEST_CASE(a_line_that_an_mta_broke_is_whole) {
  const auto id = [](const std::string& text) { return id_of(kHeader + "\n" + text + "\n"); };
  const std::string line(3000, 'x');
  const std::string postfix = line.substr(0, 998) + "\n " + line.substr(998, 997) + "\n " + line.substr(1995);
  const std::string sendmail = line.substr(0, 989) + "!\n " + line.substr(989, 988) + "!\n " + line.substr(1977);
  BOOST_TEST(id(postfix) == id(line));
  BOOST_TEST(id(sendmail) == id(line));
  BOOST_TEST(id(line.substr(0, 998) + "\n " + line.substr(998)) == id(line));
  BOOST_TEST(id(line.substr(0, 997) + "\n " + line.substr(997)) != id(line));
  BOOST_TEST(id(line.substr(0, 998) + "\n" + line.substr(998)) != id(line));
  BOOST_TEST(id(line.substr(0, 988) + "!\n " + line.substr(988)) != id(line));
  // Postfix breaks first, and Sendmail what Postfix made.
  BOOST_TEST(id(line.substr(0, 989) + "!\n " + line.substr(989, 9) + "\n " + line.substr(998)) == id(line));
}

BOOST_AUTO_TEST_CASE(line_ends_at_the_end_of_a_single_text_do_not_count) {
  BOOST_TEST(id_of(kHeader + "\na") == id_of(kHeader + "\na\n\n"));
  BOOST_TEST(id_of(kHeader + "\na\n\nb") != id_of(kHeader + "\na\nb"));
  const std::string pdf = kHeader + "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n";
  BOOST_TEST(id_of(pdf + mime::encode_base64("a", "\n")) != id_of(pdf + mime::encode_base64("a\n", "\n")));
  const std::string endless(200'000, '\n');
  BOOST_TEST(id_of(kHeader + "\na" + endless + "b") != id_of(kHeader + "\na" + endless + "\nb"));
}

BOOST_AUTO_TEST_CASE(a_delimiter_that_an_mta_adds_does_not_count) {
  const std::string open = kHeader + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n\n";
  BOOST_TEST(id_of(open) == id_of(open + "--b--\n"));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_are_the_same_in_every_encoding) {
  const std::string head = kHeader + "Content-Type: application/x-any\nContent-Transfer-Encoding: ";
  const std::string id = id_of(head + "8bit\n\n\xc3\xbc=\nb\n");
  BOOST_TEST(id_of(head + "8bit\n\n\xc3\xbc=\r\nb\r\n") == id);
  BOOST_TEST(id_of(head + "quoted-printable\n\n=C3=BC=3D\nb\n") == id);
  BOOST_TEST(id_of(head + "base64\n\n" + mime::encode_base64("\xc3\xbc=\r\nb\r\n", "\n")) == id);
  BOOST_TEST(id_of(head + "base64\n\n" + mime::encode_base64("\xc3\xbc=\nb\n", "\n")) != id);
}

// ---- messages in messages ----

namespace {

std::string with_enclosed(const std::string& inner) {
  return kHeader + "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\n" + inner +
         "\n--o--\n";
}

const std::string kInner =
    "Received: from x\nFrom: z@example.com\nX-Any: 1\nContent-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: 8bit\n\nGr\xc3\xbc\xc3\x9f\x65\n";

}  // namespace

BOOST_AUTO_TEST_CASE(a_relay_may_encode_inside_of_an_enclosed_message) {
  const std::string id = id_of(with_enclosed(kInner));
  const std::string quoted =
      replaced(replaced(kInner, "8bit", "quoted-printable"), "Gr\xc3\xbc\xc3\x9f\x65", "Gr=C3=BC=C3=9Fe");
  BOOST_TEST(id_of(with_enclosed(quoted)) == id);
  const std::string noted = "X-MIME-Autoconverted: from 8bit to quoted-printable by x id y\n";
  BOOST_TEST(id_of(with_enclosed(noted + quoted)) == id);
  BOOST_TEST(id_of(replaced(with_enclosed(kInner), "\n\nReceived", "\n\nFrom z@x Mon Jan 1\nReceived")) == id);
}

BOOST_AUTO_TEST_CASE(an_enclosed_message_counts_with_its_whole_header) {
  std::set<std::string> ids = {id_of(with_enclosed(kInner))};
  const std::vector<std::pair<const char*, const char*>> changes = {
      {"from x", "from y"}, {"z@", "y@"}, {"X-Any: 1", "X-Any: 2"},
      {"utf-8", "utf-7"},   {"Gr", "gr"}, {"From: z", "Sender: z"}};
  for (const auto& [from, to] : changes) {
    BOOST_TEST(ids.insert(id_of(with_enclosed(replaced(kInner, from, to)))).second, from << " -> " << to);
  }
  BOOST_TEST(ids.insert(id_of(with_enclosed(kInner + "\n"))).second);
}

BOOST_AUTO_TEST_CASE(messages_in_messages_without_end_are_read_to_a_bound) {
  std::string message = kInner;
  for (int i = 0; i < 2000; ++i) message = "Content-Type: message/rfc822\n\n" + message;
  const std::string id = id_of(message);
  message[message.find("Gr")] = 'g';
  BOOST_TEST(id_of(message) != id);
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
      {"name=a.pdf", "name=a.pdf; x=y"},
      {"charset=utf-8", "charset=utf-7"},
      {"Content-Type: application/pdf", "Content-ID: <1>\nContent-Type: application/pdf"},
      {"Content-Type: application/pdf", "Content-Disposition: inline\nContent-Type: application/pdf"},
      {"application/pdf", "application/zip"},
      {"multipart/mixed", "multipart/related"},
      {"From:", "Resent-Date: x\nFrom:"},
      {"From:", "Resent-To: x\nFrom:"},
      {"From:", "Resent-To: x\nResent-To: y\nFrom:"},
      {"From:", "Sender: x\nFrom:"},
      {"From:", "Reply-To: x\nFrom:"},
      {"From:", "In-Reply-To: x\nFrom:"},
      {"--b--\n", "--b\n\n\n--b--\n"},
      // What some programs read, and others do not.
      {"--b--\n", "--b--\nmore\n"},
      {"--b--\n", "--b--\n--b\n\nmore than that\n--b--\n"},
      {"R0g=", "R0g=QUJD"},
      {"name=a.pdf", "name=a.pdf\nContent-Type: text/html"},
  };
  for (const auto& [from, to] : changes) {
    BOOST_TEST(ids.insert(id_of(replaced(kMail, from, to))).second, from << " -> " << to);
  }
}

BOOST_AUTO_TEST_CASE(an_id_from_inside_stands_for_what_came_from_another_hub) {
  const message::HeaderField id = {"X-Waybill-Dedupe-ID", " v2:_2BrbSU1hdM-E6KuFGsE96d-JUfvgtWbhw4GPIxsxHg"};
  const message::HeaderField received = {"Received", " from a by b"};
  BOOST_TEST(dedupe::is_stamped({received, id}));
  BOOST_TEST(dedupe::is_stamped({received, {id.name, id.value + ".AbCdEfGhI-_"}}));
  BOOST_TEST(!dedupe::is_stamped({received}));
  BOOST_TEST(!dedupe::is_stamped({id}));  // a program that writes after an old message
  BOOST_TEST(!dedupe::is_stamped({received, id, id}));
  BOOST_TEST(!dedupe::is_stamped({received, id, {"list-id", " <a.example.com>"}}));
  BOOST_TEST(!dedupe::is_stamped({received, id, {"Resent-From", " a@example.com"}}));
  for (const std::string& value :
       {std::string(), std::string(" forged"), std::string(" v2:"), " v3:" + id.value.substr(4), id.value.substr(0, 46),
        id.value + "x", id.value + ".", id.value + ".AbCdEfGhI-_x"}) {
    BOOST_TEST(!dedupe::is_stamped({received, {id.name, value}}), value);
  }
}

BOOST_AUTO_TEST_CASE(what_the_mta_added_does_not_count) {
  const std::string again = replaced(replaced(kMail, "4SxYz12AbC", "4SxYz99XyZ"), "10:00", "10:07");
  BOOST_TEST(id_of(kMail, "4SxYz12AbC") == id_of(again, "4SxYz99XyZ"));
  BOOST_TEST(id_of(kMail, "4SxYz12AbC") != id_of(kMail));
  BOOST_TEST(id_of("Message-ID: <waybill.0123456789abcdef0123456789abcdef@x>\nTo: z\n\n") == id_of("To: z\n\n"));
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
