// tests/fuzz/text_part.cpp: a text is inserted somewhere into a text of a message, the edits are applied, and the
// result must read as intended. The first three bytes of the input choose where and what; the rest is the message.
#include "mime/text_part.h"

#include <algorithm>
#include <iterator>

#include "message/compose.h"
#include "message/raw_message.h"
#include "mime/verify.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;
using fuzz::require;

namespace {

constexpr std::string_view kFragments[] = {"x", "\r\n-- \r\nAnna = 41\r\n", "\n", "=", "ä€", "日本\n"};

struct Choice {
  std::size_t part;
  std::size_t place;
  std::string_view fragment;
};

// Not inside a character or a line end.
std::size_t place_in(std::string_view text, std::size_t chosen) {
  std::size_t at = chosen * text.size() / 255;
  while (at > 0 && at < text.size() &&
         ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U || text.substr(at - 1, 2) == "\r\n")) {
    --at;
  }
  return at;
}

void check(const message::Message& message, const mime::PartTable& table, const Choice& choice) {
  const base::Limits limits;
  if (!table[choice.part].children.empty() || !table[choice.part].is_text()) return;
  auto read = mime::TextPart::read(message, table, choice.part, limits);
  if (std::holds_alternative<message::Reason>(read)) return;
  auto& part = std::get<mime::TextPart>(read);
  const std::size_t at = place_in(part.text(), choice.place);
  part.splice(at, at, choice.fragment);
  const std::string wanted(part.text());
  const auto result = part.edits();
  const auto* edits = std::get_if<message::Edits>(&result);
  if (edits == nullptr) return;
  const std::string body = message::apply_to_body(message.body, *edits);
  const message::HeaderList headers = message::apply_to_headers(message.headers, *edits);
  const auto scanned = mime::scan(headers, body, limits);
  // A fragment may complete a delimiter or a header that was there in pieces; verify() is for that.
  if (!scanned || scanned->size() != table.size()) return;
  const bool is_right = !mime::verify(message, table, *edits, {{choice.part, wanted}}, limits);
  const message::Message after{message.envelope, headers, body, message.line_end};
  const auto again = mime::TextPart::read(after, *scanned, choice.part, limits);
  const auto* reread = std::get_if<mime::TextPart>(&again);
  require(!is_right || (reread != nullptr && reread->text() == wanted), "the text reads as intended");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const message::RawMessage raw = message::read(fuzz::as_text(data, size).substr(3));
  const message::Message message{{}, raw.headers, raw.body, raw.line_end};
  const auto table = mime::scan(message.headers, message.body, base::Limits());
  if (!table) return 0;
  require(table->is_consistent(message.body.size()), "the part table is consistent");
  check(message, *table, {data[0] % table->size(), data[1], kFragments[data[2] % std::size(kFragments)]});
  return 0;
}
