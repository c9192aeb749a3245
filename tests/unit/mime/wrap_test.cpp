// A message in a message: the outer header, and the original to the byte.
#include "mime/wrap.h"

#include <boost/test/unit_test.hpp>

#include "message/compose.h"
#include "message/raw_message.h"
#include "mime/codec.h"
#include "mime/part_table.h"
#include "mime/verify.h"

using namespace waybill;
using namespace waybill::mime;

namespace {

const std::string kSigned =
    "Received: by x\n\tfor y\n"
    "DKIM-Signature: v=1\n"
    "From: a@example.com\n"
    "MIME-version: 1.0\n"
    "Content-Type: multipart/signed; boundary=s;\n\tprotocol=\"application/pgp-signature\"\n"
    "Content-Type: text/plain\n"
    "Content-Language: en\n"
    "ARC-Seal: i=1\n"
    "Subject:  x \n"
    "\n"
    "--s\n\nHello\n--s\nContent-Type: application/pgp-signature\n\nx\n--s--";

message::Message message_of(const message::RawMessage& raw) { return {{}, raw.headers, raw.body, raw.line_end}; }

struct Wrapped {
  message::Edits edits;
  message::HeaderList headers;
  std::string body;
  std::string problem;
};

Wrapped wrapped(std::string_view bytes, std::string_view seed = "seed") {
  const message::RawMessage raw = message::read(bytes);
  const message::Message message = message_of(raw);
  Wrapped out;
  out.edits = wrap(message, "<p>\u00c4</p>\n", "\u00c4 = 1\n", seed);
  out.headers = message::apply_to_headers(raw.headers, out.edits);
  out.body = message::apply_to_body(raw.body, out.edits);
  out.problem = verify_wrap(message, out.edits, {}).value_or("");
  return out;
}

std::string value_of(const message::HeaderList& headers, std::string_view name) {
  const auto* field = message::find(headers, name);
  return field == nullptr ? "(none)" : field->value;
}

PartTable parts_of(const Wrapped& message) {
  auto table = scan(message.headers, message.body, {});
  BOOST_REQUIRE(table.ok());
  return std::move(table).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mime_wrap)

BOOST_AUTO_TEST_CASE(the_original_is_inside_to_the_byte) {
  for (const std::string& end : {std::string("\n"), std::string("\r\n")}) {
    std::string bytes;
    for (const char c : kSigned) bytes += c == '\n' ? end : std::string(1, c);
    const Wrapped out = wrapped(bytes);
    BOOST_TEST(out.problem == "");
    const PartTable table = parts_of(out);
    BOOST_REQUIRE(table.size() == 5U);
    BOOST_TEST(table[4].is("message/rfc822"));
    BOOST_TEST(table[4].body.of(out.body) == bytes);
    BOOST_TEST(decode_quoted_printable(table[2].body.of(out.body)).starts_with("\u00c4 = 1"));
    BOOST_TEST(decode_quoted_printable(table[3].body.of(out.body)).starts_with("<p>\u00c4</p>"));
  }
}

BOOST_AUTO_TEST_CASE(outside_stay_all_fields_but_mime_and_signatures) {
  const Wrapped out = wrapped(kSigned);
  BOOST_REQUIRE(out.headers.size() == 5U);
  BOOST_TEST(out.headers[0].value == " by x\n\tfor y");
  BOOST_TEST(out.headers[1].name == "From");
  BOOST_TEST(out.headers[2].name == "MIME-version");
  BOOST_TEST(out.headers[3].value.starts_with(" multipart/mixed; boundary="));
  BOOST_TEST(out.headers[4].value == "  x ");
  for (const char* name :
       {"content-id", "MIME-Version", "DKIM-signature", "DomainKey-Signature", "ARC-Message-Signature"}) {
    BOOST_TEST(belongs_inside(name));
  }
  for (const char* name : {"Received", "Message-ID", "Content", "X-Content-Type", "List-Id"})
    BOOST_TEST(!belongs_inside(name));
}

BOOST_AUTO_TEST_CASE(a_message_without_mime_fields_gets_them) {
  const Wrapped out = wrapped("Subject: x\n\nHello");
  BOOST_TEST(out.problem == "");
  BOOST_TEST(value_of(out.headers, "MIME-Version") == " 1.0");
  BOOST_TEST(value_of(out.headers, "Content-Transfer-Encoding") == "(none)");
  BOOST_TEST(out.body.ends_with("\n\nHello\n--" + out.body.substr(2, out.body.find('\n') - 2) + "--\n"));
}

BOOST_AUTO_TEST_CASE(the_body_is_touched_at_its_ends_only) {
  const Wrapped out = wrapped("Subject: x\n\nHello");
  std::vector<message::SpliceBody> splices;
  for (const auto& edit : out.edits) {
    if (const auto* splice = std::get_if<message::SpliceBody>(&edit)) splices.push_back(*splice);
  }
  BOOST_REQUIRE(splices.size() == 2U);
  BOOST_TEST((splices[0].begin == 0U && splices[0].end == 0U));
  BOOST_TEST((splices[1].begin == 5U && splices[1].end == 5U));
}

BOOST_AUTO_TEST_CASE(the_encoding_says_what_the_original_needs) {
  const auto encoding = [](const std::string& bytes) {
    const Wrapped out = wrapped(bytes);
    BOOST_TEST(out.problem == "");
    return value_of(out.headers, "Content-Transfer-Encoding");
  };
  BOOST_TEST(encoding("Subject: x\nContent-Transfer-Encoding: base64\n\nSGVs\n") == "(none)");
  BOOST_TEST(encoding("Subject: x\n\n\u00c4\n") == " 8bit");
  BOOST_TEST(encoding("Subject: \u00c4\nContent-Transfer-Encoding: 7bit\n\nx\n") == " 8bit");
  BOOST_TEST(encoding("Subject: x\n\n" + std::string(1000, 'x')) == " binary");
  BOOST_TEST(encoding("Subject: x\n\n" + std::string(3, '\0')) == " binary");
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_bytes) {
  BOOST_TEST(wrapped(kSigned).body == wrapped(kSigned).body);
  BOOST_TEST(wrapped(kSigned).body != wrapped(kSigned, "other").body);
}

BOOST_AUTO_TEST_CASE(a_message_that_holds_the_boundary_gets_another) {
  std::string bytes = "Subject: x\n\n";
  for (int i = 0; i < 20; ++i) {
    const Wrapped out = wrapped(bytes);
    BOOST_TEST(out.problem == "");
    const std::string delimiter = out.body.substr(0, out.body.find('\n') + 1);
    BOOST_TEST(bytes.find(delimiter) == std::string::npos);
    bytes += delimiter;
  }
  const Wrapped inside = wrapped(wrapped(kSigned).body);
  BOOST_TEST(inside.problem == "");
}

BOOST_AUTO_TEST_CASE(damage_to_a_wrapped_message_is_caught) {
  using namespace message;
  const RawMessage raw = read(kSigned);
  const Message original = message_of(raw);
  const Wrapped right = wrapped(kSigned);
  const auto with_body = [&](std::string body) {
    Edits edits = right.edits;
    std::erase_if(edits, [](const Edit& edit) { return std::holds_alternative<SpliceBody>(edit); });
    edits.push_back(SpliceBody{0, raw.body.size(), std::move(body)});
    return verify_wrap(original, edits, {}).value_or("");
  };
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string body = right.body;
    BOOST_REQUIRE(body.find(from) != std::string::npos);
    return body.replace(body.find(from), from.size(), to);
  };
  BOOST_TEST(with_body(right.body) == "");
  for (const std::size_t cut : {std::size_t{1}, std::size_t{5}, std::size_t{40}, right.body.size() / 2}) {
    BOOST_TEST(with_body(right.body.substr(0, right.body.size() - cut - 1)) != "");
  }
  BOOST_TEST(with_body(changed("DKIM-Signature: v=1\n", "")) != "");
  BOOST_TEST(with_body(changed("Subject:  x \n", "Subject: x\n")) != "");
  BOOST_TEST(with_body(changed("for y\n", "for y\r\n")) != "");
  BOOST_TEST(with_body(changed("Hello\n", "Hello\n\n")) != "");
  BOOST_TEST(with_body(changed("--s--", "--s--\n")) != "");
  BOOST_TEST(with_body(changed("message/rfc822", "text/plain")) != "");
  BOOST_TEST(with_body(changed("charset=UTF-8", "charset=us-ascii")) != "");
  BOOST_TEST(with_body(changed("multipart/alternative", "multipart/mixed")) != "");
}

BOOST_AUTO_TEST_CASE(a_wrong_outer_header_is_caught) {
  using namespace message;
  const RawMessage raw = read(kSigned);
  const Wrapped right = wrapped(kSigned);
  const auto without = [&](std::size_t index) {
    Edits edits = right.edits;
    edits.erase(edits.begin() + static_cast<std::ptrdiff_t>(index));
    return verify_wrap(message_of(raw), edits, {}).value_or("");
  };
  for (std::size_t i = 0; i < right.edits.size(); ++i) {
    const auto* change = std::get_if<ChangeHeader>(&right.edits[i]);
    if (change != nullptr && change->name == "MIME-version") continue;  // it was 1.0 before
    BOOST_TEST_CONTEXT(to_string(right.edits[i])) { BOOST_TEST(without(i) != ""); }
  }
  Edits more = right.edits;
  more.push_back(AddHeader{"Content-Transfer-Encoding", " base64"});
  BOOST_TEST(verify_wrap(message_of(raw), more, {}).has_value());
  more.back() = AddHeader{"X-Id", " 1"};
  BOOST_TEST(!verify_wrap(message_of(raw), more, {}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
