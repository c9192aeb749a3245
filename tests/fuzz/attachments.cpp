// tests/fuzz/attachments.cpp: a stranger's file is opened, with all that is inside of it.
#include <memory>
#include <string>

#include "base/text.h"
#include "content/inspector.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

namespace {

constexpr base::Limits kLimits = {
    .attachments = 50, .archive_depth = 3, .unpacked_bytes = std::size_t{1} << 20U, .attachment_text_bytes = 4 * 1024};

// HTML becomes plain text, and what is not UTF-8 three bytes of it.
constexpr std::size_t kGrowth = 16;

void check(const message::Attachments& found) {
  fuzz::require(!found.all.empty(), "the file itself is attached");
  fuzz::require(found.all.size() <= kLimits.attachments, "no more attachments than the limit says");
  std::size_t unpacked = 0;
  for (const message::Attachment& one : found.all) {
    if (!one.inside.empty() && !one.type.empty()) unpacked += one.size;
    fuzz::require(one.text.size() <= kGrowth * kLimits.attachment_text_bytes, "no longer text than the limit says");
    fuzz::require(base::is_valid_utf8(one.text), "texts are UTF-8");
    fuzz::require(base::is_valid_utf8(one.name) && base::is_valid_utf8(one.inside), "names are UTF-8");
  }
  fuzz::require(unpacked <= kLimits.unpacked_bytes * (kLimits.archive_depth + 1),
                "no more unpacked than the limit says");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::shared_ptr<engine::Inspector> kInspector = *content::make_inspector();
  const message::HeaderList headers = {{"Content-Type", " application/octet-stream; name=a.bin"}};
  check(kInspector->inspect({{}, headers, fuzz::as_text(data, size)}, kLimits));
  return 0;
}
