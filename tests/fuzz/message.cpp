// tests/fuzz/message.cpp: a stranger's message is read: fields, parts, own texts.
#include "base/limits.h"
#include "message/raw_message.h"
#include "mime/main_body.h"
#include "mime/part_table.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::as_text(data, size);
  const message::RawMessage raw = message::read(bytes);
  fuzz::require(message::write(raw, {}) == bytes, "reading and writing gives the bytes back");
  const auto table = mime::scan(raw.headers, raw.body, base::Limits{});
  if (!table) return 0;
  fuzz::require(table->is_consistent(raw.body.size()), "the part table is consistent");
  const mime::MainBody body = mime::find_main_body(*table, raw.body);
  fuzz::require(!body.obstacle || body.texts.empty(), "no texts beside an obstacle");
  for (const std::size_t text : body.texts) fuzz::require(text < table->size(), "a text is a part");
  return 0;
}
