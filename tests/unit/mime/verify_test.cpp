// Damaged edits, one of each kind that has been seen to happen, are caught; right ones are not.
#include "mime/verify.h"

#include <boost/test/unit_test.hpp>

#include "message/compose.h"
#include "message/raw_message.h"

using namespace waybill;
using namespace waybill::mime;

namespace {

const std::string kMessage =
    "From: a@example.com\r\n"
    "Subject: x\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n"
    "\r\n"
    "This is MIME.\r\n"
    "--b\r\n"
    "Content-Type: multipart/alternative; boundary=\"b-in\"\r\n"
    "\r\n"
    "--b-in\r\n"
    "Content-Type: text/plain; charset=utf-8; format=flowed\r\n"
    "Content-Transfer-Encoding: 8bit\r\n"
    "X-Own: 1\r\n"
    "\r\n"
    "Gr\u00fc\u00dfe\r\n"
    "Anna\r\n"
    "\r\n--b-in\r\n"
    "Content-Type: text/html; charset=iso-8859-1\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "\r\n"
    "<p>Gr=FC=DFe</p>\r\n"
    "\r\n--b-in--\r\n"
    "inner epilogue\r\n"
    "\r\n--b\r\n"
    "Content-Type: text/plain; charset=us-ascii; name=list.txt\r\n"
    "Content-Disposition: attachment; filename=list.txt\r\n"
    "Content-ID: <list@x>\r\n"
    "\r\n"
    "a,b\r\n"
    "\r\n--b\r\n"
    "Content-Type: application/pdf\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "\r\n"
    "SGVsbG8NCg==\r\n"
    "--b--\r\n"
    "epilogue\r\n";

const std::vector<IntendedText> kIntended = {
    {2, "Gr\u00fc\u00dfe\r\nAnna\r\n-- \r\n\u00c4nne\r\n"},
    {3, "<p>Gr\u00fc\u00dfe</p>\r\n<hr>\u00c4=\r\n"},
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, "not found: " << from);
  return text.replace(at, from.size(), to);
}

// The body as it should be sent.
std::string right_body(std::string_view body) {
  std::string out = replaced(std::string(body), "Anna\r\n", "Anna\r\n-- \r\n\u00c4nne\r\n");
  return replaced(out, "</p>\r\n", "</p>\r\n<hr>=C4=3D\r\n");
}

message::Message message_of(const message::RawMessage& raw) { return {{}, raw.headers, raw.body, raw.line_end}; }

message::Edits whole(std::string_view old_body, std::string new_body) {
  return {message::SpliceBody{0, old_body.size(), std::move(new_body)}};
}

std::string verified(const message::RawMessage& raw, const message::Edits& edits,
                     const std::vector<IntendedText>& texts) {
  const auto table = scan(raw.headers, raw.body, {});
  BOOST_REQUIRE(table.ok());
  return verify(message_of(raw), *table, edits, texts, {}).value_or("");
}

// What verify says of a message of one part whose text becomes `intended`.
std::string verified_single(std::string_view header, std::string_view body, std::string new_body,
                            std::string_view intended, message::Edits edits = {}) {
  const std::string bytes = std::string(header) + "\r\n" + std::string(body);
  const message::RawMessage raw = message::read(bytes);
  BOOST_REQUIRE(raw.body == body);
  edits.push_back(message::SpliceBody{0, body.size(), std::move(new_body)});
  return verified(raw, edits, {{0, intended}});
}

struct Damage {
  const char* kind;
  std::string_view from;  // in the right body
  std::string_view to;
};

const Damage kDamages[] = {
    {"boundary cut", "\r\n--b-in\r\nContent-Type: text/html", "\r\n--b-i\r\nContent-Type: text/html"},
    {"closing delimiter lost", "--b-in--\r\n", ""},
    {"closing delimiter of the message lost", "--b--\r\n", ""},
    {"closing delimiter new", "--b\r\nContent-Type: application", "--b--\r\nContent-Type: application"},
    {"line end before a delimiter lost", "nne\r\n\r\n--b-in", "nne--b-in"},
    {"boundary parameter changed", "boundary=\"b-in\"", "boundary=\"b-out\""},
    {"boundary changed everywhere", "--b-in--", "--b-in-- "},
    {"preamble changed", "This is MIME.", "This was MIME."},
    {"text in front of the preamble", "This is", "Signature\r\nThis is"},
    {"inner epilogue changed", "inner epilogue", "inner"},
    {"bytes behind the epilogue", "\r\nepilogue\r\n", "\r\nepilogue\r\n<hr>"},
    {"splice into an attachment", "a,b\r\n", "a,b\r\n-- \r\n"},
    {"splice into a binary attachment", "SGVsbG8NCg==", "SGVsbG8NCgA="},
    {"attachment truncated", "a,b\r\n\r\n", "a,\r\n\r\n"},
    {"attachment re-encoded", "SGVsbG8NCg==\r\n", "SGVs\r\nbG8NCg==\r\n"},
    {"attachment's encoding changed", "Encoding: base64", "Encoding: 7bit"},
    {"type of another part changed", "application/pdf", "application/xml"},
    {"charset of another part changed", "us-ascii", "utf-8"},
    {"file name changed", "filename=list.txt", "filename=list"},
    {"disposition changed", "attachment;", "inline;"},
    {"Content-ID changed", "<list@x>", "<list@y>"},
    {"field of another part lost", "Content-ID: <list@x>\r\n", ""},
    {"field of the edited part lost", "X-Own: 1\r\n", ""},
    {"field of the edited part changed", "X-Own: 1", "X-Own: 2"},
    {"format=flowed lost", "; format=flowed", ""},
    {"field refolded", "Content-ID: <list@x>", "Content-ID:\r\n <list@x>"},
    {"empty line below a header lost", "X-Own: 1\r\n\r\n", "X-Own: 1\r\n"},
    {"empty line below a header doubled", "filename=list.txt\r\nContent-ID: <list@x>\r\n",
     "filename=list.txt\r\nContent-ID: <list@x>\r\n\r\n"},
    {"wrong charset declared", "charset=utf-8", "charset=iso-8859-1"},
    {"charset removed", "; charset=iso-8859-1", ""},
    {"charset unknown", "charset=iso-8859-1", "charset=x-nowhere"},
    {"wrong encoding declared: quoted-printable", "Encoding: 8bit", "Encoding: base64"},
    {"wrong encoding declared: 8bit", "Encoding: quoted-printable", "Encoding: 8bit"},
    {"quoted-printable not encoded", "=3D\r\n", "=\r\n"},
    {"quoted-printable with 8-bit bytes", "=C4", "\xC4"},
    {"quoted-printable with a lone equals sign", "=C4=3D", "=C4= x"},
    {"text lost inside", "Anna\r\n", ""},
    {"text changed inside", "Gr=FC", "Gr=FD"},
    {"insertion twice", "-- \r\n\u00c4nne\r\n", "-- \r\n\u00c4nne\r\n-- \r\n\u00c4nne\r\n"},
    {"insertion lost", "<hr>=C4=3D\r\n", ""},
    {"insertion truncated", "\u00c4nne", "\u00c4nn"},
    {"UTF-8 character cut", "\u00c4nne", "\xC3nne"},
    {"bare LF", "-- \r\n", "-- \n"},
    {"bare CR", "-- \r\n", "-- \r"},
    {"part dropped",
     "--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8NCg==\r\n", ""},
    {"part twice", "--b--\r\n", "--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n--b--\r\n"},
    {"delimiter inside the insertion", "-- \r\n", "--b\r\n"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(mime_verify)

BOOST_AUTO_TEST_CASE(right_edits_pass) {
  const message::RawMessage raw = message::read(kMessage);
  BOOST_TEST(verified(raw, whole(raw.body, right_body(raw.body)), kIntended) == "");
  BOOST_TEST(verified(raw, {}, {}) == "");
  const std::size_t plain = raw.body.find("Anna\r\n") + 6;
  const std::size_t html = raw.body.find("</p>\r\n") + 6;
  const message::Edits small = {message::SpliceBody{plain, plain, "-- \r\n\u00c4nne\r\n"},
                                message::AddHeader{"X-Id", " 1"}, message::SpliceBody{html, html, "<hr>=C4=3D\r\n"}};
  BOOST_TEST(verified(raw, small, kIntended) == "");
}

BOOST_AUTO_TEST_CASE(each_kind_of_damage_is_caught) {
  const message::RawMessage raw = message::read(kMessage);
  const std::string right = right_body(raw.body);
  for (const Damage& damage : kDamages) {
    const std::string damaged = replaced(right, damage.from, damage.to);
    BOOST_TEST_CONTEXT(damage.kind) { BOOST_TEST(verified(raw, whole(raw.body, damaged), kIntended) != ""); }
  }
}

BOOST_AUTO_TEST_CASE(every_single_lost_byte_is_caught) {
  const message::RawMessage raw = message::read(kMessage);
  const std::string right = right_body(raw.body);
  for (std::size_t i = 0; i < right.size(); ++i) {
    const std::string damaged = std::string(right).erase(i, 1);
    BOOST_TEST_CONTEXT("byte " << i) { BOOST_TEST(verified(raw, whole(raw.body, damaged), kIntended) != ""); }
  }
}

BOOST_AUTO_TEST_CASE(every_single_changed_byte_is_caught) {
  const message::RawMessage raw = message::read(kMessage);
  const std::string right = right_body(raw.body);
  for (std::size_t i = 0; i < right.size(); ++i) {
    std::string damaged = right;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    BOOST_TEST_CONTEXT("byte " << i) { BOOST_TEST(verified(raw, whole(raw.body, damaged), kIntended) != ""); }
  }
}

BOOST_AUTO_TEST_CASE(an_edit_in_a_part_that_was_not_to_change_is_caught) {
  const message::RawMessage raw = message::read(kMessage);
  const message::Edits edits = whole(raw.body, right_body(raw.body));
  BOOST_TEST(verified(raw, edits, {kIntended[0]}) != "");
  BOOST_TEST(verified(raw, edits, {kIntended[1]}) != "");
  BOOST_TEST(verified(raw, edits, {}) != "");
  BOOST_TEST(verified(raw, {}, kIntended) != "");
  BOOST_TEST(verified(raw, {}, {{5, "Hello\r\n"}}) != "");
  BOOST_TEST(verified(raw, {}, {{99, ""}}) != "");
}

BOOST_AUTO_TEST_CASE(impossible_edits_are_refused_before_they_are_made) {
  using namespace message;
  const RawMessage raw = read(kMessage);
  const std::size_t size = raw.body.size();
  const Edits rows[] = {
      {SpliceBody{5, 4, ""}},
      {SpliceBody{size, size + 1, ""}},
      {SpliceBody{4, 8, ""}, SpliceBody{6, 9, ""}},
      {AddHeader{"X y", " 1"}},
      {AddHeader{"", " 1"}},
      {AddHeader{"X", " 1\nBcc: a@b"}},
      {InsertHeader{"X", " 1\r\n"}},
      {ChangeHeader{"Subject", 0, ""}},
      {ChangeHeader{"Subject", 1, " a\n"}},
      {RemoveHeader{"Subject", 0}},
      {AddHeader{"X:", "1"}},
      {AddHeader{"X", std::string(" a\0b", 4)}},
  };
  for (const Edits& edits : rows) BOOST_TEST(verified(raw, edits, {}) != "");
  BOOST_TEST(verified(raw, {AddHeader{"X", " 1\n 2"}, SpliceBody{size, size, ""}}, {}) == "");
}

BOOST_AUTO_TEST_CASE(edits_of_the_header_may_not_change_what_the_body_is) {
  using namespace message;
  const RawMessage raw = read(kMessage);
  BOOST_TEST(verified(raw, {RemoveHeader{"Content-Type", 1}}, {}) != "");
  BOOST_TEST(verified(raw, {ChangeHeader{"Content-Type", 1, " multipart/mixed; boundary=c"}}, {}) != "");
  BOOST_TEST(verified(raw, {RemoveHeader{"MIME-Version", 1}}, {}) != "");
  BOOST_TEST(verified(raw, {AddHeader{"Content-Transfer-Encoding", " base64"}}, {}) != "");
  BOOST_TEST(verified(raw, {AddHeader{"Content-Disposition", " attachment"}}, {}) != "");
  BOOST_TEST(verified(raw, {ChangeHeader{"Subject", 1, " y"}, RemoveHeader{"From", 1}}, {}) == "");
}

BOOST_AUTO_TEST_CASE(a_text_may_become_utf8_with_quoted_printable) {
  using namespace message;
  const char* header = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n";
  const Edits utf8 = {ChangeHeader{"Content-Type", 1, " text/plain; charset=UTF-8"},
                      AddHeader{"Content-Transfer-Encoding", " quoted-printable"}};
  BOOST_TEST(verified_single(header, "1 = 1\r\n", "1 =3D 1\r\n=C3=84\r\n", "1 = 1\r\n\u00c4\r\n", utf8) == "");
  BOOST_TEST(verified_single(header, "1 = 1\r\n", "1 = 1\r\n=C3=84\r\n", "1 = 1\r\n\u00c4\r\n", utf8) != "");
  BOOST_TEST(verified_single(header, "1 = 1\r\n", "1 = 1\r\n\u00c4\r\n", "1 = 1\r\n\u00c4\r\n") != "");
  const Edits type = {AddHeader{"Content-Type", " text/plain; charset=UTF-8"}};
  BOOST_TEST(verified_single("X: y\r\n", "a\r\n", "a\r\nb\r\n", "a\r\nb\r\n", type) != "");
  Edits both = type;
  both.push_back(AddHeader{"MIME-Version", " 1.0"});
  BOOST_TEST(verified_single("X: y\r\n", "a\r\n", "a\r\nb\r\n", "a\r\nb\r\n", both) == "");
}

BOOST_AUTO_TEST_CASE(base64_must_stay_whole) {
  const char* header = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n";
  BOOST_TEST(verified_single(header, "SGVs\r\nbG8=\r\n", "SGVs\r\nbG8h\r\n", "Hello!") == "");
  for (const char* broken :
       {"SGVs\r\nbG8=\r\nIQ==\r\n", "SGVs\r\nbG8!h\r\n", "SGVs\r\nbG8hI\r\n", "SGVs\r\nbG8h===\r\n", "Hello!\r\n"}) {
    BOOST_TEST(verified_single(header, "SGVs\r\nbG8=\r\n", broken, "Hello!") != "");
  }
  BOOST_TEST(verified_single(header, "SGVs bG8\r\n", "SGVs bG8h\r\n", "Hello!") == "");
}

BOOST_AUTO_TEST_CASE(eight_bit_bytes_without_charset_are_read_as_they_were) {
  BOOST_TEST(verified_single("X: y\r\n", "\xFC\r\n", "\xFC\r\nx\r\n", "\u00fc\r\nx\r\n") == "");
  BOOST_TEST(verified_single("X: y\r\n", "\u00fc\r\n", "\u00fc\r\nx\r\n", "\u00fc\r\nx\r\n") == "");
  BOOST_TEST(verified_single("X: y\r\n", "\u00fc\r\n", "\u00fc\r\n\xC4\r\n", "\u00fc\r\n\u00c4\r\n") != "");
}

BOOST_AUTO_TEST_CASE(in_an_unknown_charset_only_ascii_may_be_new) {
  const char* header = "Content-Type: text/html; charset=x-nowhere\r\nContent-Transfer-Encoding: 8bit\r\n";
  BOOST_TEST(verified_single(header, "<p>\xFC\r\n", "<p>\xFC<hr>\r\n", "<p>?<hr>\r\n") != "");
  BOOST_TEST(verified_single(header, "<p>\xFC\r\n", "<p>\xFC<hr>\r\n", "<p>\u00fc<hr>\r\n") == "");
  BOOST_TEST(verified_single(header, "<p>\xFC\r\n", "<p>\xFD<hr>\r\n", "<p>\u00fc<hr>\r\n") != "");
  BOOST_TEST(verified_single(header, "<p>\xFC\r\n", "<p>\xFC<hr>\xC4\r\n", "<p>\u00fc<hr>\u00c4\r\n") != "");
}

BOOST_AUTO_TEST_CASE(lines_do_not_become_too_long) {
  const std::string long_line(999, 'x');
  BOOST_TEST(verified_single("X: y\r\n", "a\r\n", "a\r\n" + long_line + "\r\n", "a\r\n" + long_line + "\r\n") != "");
  BOOST_TEST(verified_single("X: y\r\n", long_line + "\r\n", long_line + "\r\na\r\n", long_line + "\r\na\r\n") == "");
}

BOOST_AUTO_TEST_CASE(a_checksum_of_the_old_text_does_not_stay) {
  const char* header = "Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\r\n";
  BOOST_TEST(verified_single(header, "a\r\n", "a\r\nb\r\n", "a\r\nb\r\n") != "");
  BOOST_TEST(verified_single(header, "a\r\n", "a\r\nb\r\n", "a\r\nb\r\n", {message::RemoveHeader{"Content-MD5", 1}}) ==
             "");
}

BOOST_AUTO_TEST_CASE(a_part_without_header_may_get_one) {
  const std::string bytes = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b--\n";
  const message::RawMessage raw = message::read(bytes);
  const std::string right =
      "--b\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\na=C3=84\n--b--\n";
  BOOST_TEST(verified(raw, whole(raw.body, right), {{1, "a\u00c4"}}) == "");
  BOOST_TEST(verified(raw, whole(raw.body, "--b\nX: y\n\nab\n--b--\n"), {{1, "ab"}}) != "");
}

BOOST_AUTO_TEST_CASE(only_an_empty_text_may_get_a_line_break_behind_it) {
  const std::string head = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n";
  const std::string empty = head + "--b\n\n--b\n\nz\n--b--\n";
  const message::RawMessage raw = message::read(empty);
  BOOST_TEST(verified(raw, whole(raw.body, "--b\n\na\n--b\n\nz\n--b--\n"), {{1, "a"}}) == "");
  BOOST_TEST(verified(raw, whole(raw.body, "--b\n\na\n--b\n\nz\n\n--b--\n"), {{1, "a"}}) != "");
  BOOST_TEST(verified(raw, whole(raw.body, "--b\n\n\n--b\n\nz\n--b--\n"), {}) != "");
  const std::string full = head + "--b\n\na\n--b--\n";
  const message::RawMessage other = message::read(full);
  BOOST_TEST(verified(other, whole(other.body, "--b\n\nab\n\n--b--\n"), {{1, "ab"}}) != "");
}

BOOST_AUTO_TEST_SUITE_END()
