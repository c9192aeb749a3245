// tests/fuzz/message.cpp: any bytes as a message: reading and writing gives them back, the part table holds its
// invariants, the main body is texts of it, a message that no edit touches verifies, and one that is wrapped holds what
// it was.
#include "base/limits.h"
#include "message/raw_message.h"
#include "mime/main_body.h"
#include "mime/part_table.h"
#include "mime/verify.h"
#include "mime/wrap.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;
using fuzz::require;

namespace {

void check_main_body(const mime::PartTable& table, std::string_view body) {
  const mime::MainBody main = mime::find_main_body(table, body);
  require(main.texts.empty() == main.obstacle.has_value(), "texts, or a reason why there are none");
  for (std::size_t i = 0; i < main.texts.size(); ++i) {
    require(main.texts[i] < table.size() && table[main.texts[i]].is_text(), "a text is a text part");
    require(i == 0 || main.texts[i - 1] < main.texts[i], "texts ascend");
  }
}

void check_message(const message::Message& message) {
  const base::Limits limits;
  const auto table = mime::scan(message.headers, message.body, limits);
  if (!table) return;
  require(table->is_consistent(message.body.size()), "the part table is consistent");
  for (std::size_t i = 1; i < table->size(); ++i) table->headers(i, message.body);
  check_main_body(*table, message.body);
  require(!mime::verify(message, *table, {}, {}, limits), "no edits verify");
  const message::Edits edits = mime::wrap(message, "<p>x</p>", "x", "seed");
  require(!mime::verify_wrap(message, edits, limits), "a wrapped message holds the original");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::as_text(data, size);
  const message::RawMessage raw = message::read(bytes);
  require(message::write(raw, {}) == bytes, "reading and writing gives the bytes back");
  check_message({{}, raw.headers, raw.body, raw.line_end});
  return 0;
}
