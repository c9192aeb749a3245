// tests/fuzz/charset.cpp: names, conversions and encoded words. The first line of the input names the charset.
#include "mime/charset.h"

#include <algorithm>

#include "tests/fuzz/fuzz_target.h"

using namespace waybill::mime;
using waybill::fuzz::require;

namespace {

void check_conversion(std::string_view bytes, std::string_view name) {
  const auto text = to_utf8(bytes, name);
  if (!text) return;
  require(is_utf8(*text), "what is converted is UTF-8");
  const auto again = from_utf8(*text, name);  // fails where the text was read as a superset
  if (!again) return;
  const auto twice = to_utf8(*again, name);
  require(twice.ok(), "what was written is read");
  // Composing charsets settle on one form.
  const auto settled = from_utf8(*twice, name);
  require(settled.ok() && *settled == *again, "two ways back and forth are one");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = waybill::fuzz::as_text(data, size);
  const std::string_view name = input.substr(0, input.find('\n'));
  const std::string_view bytes = input.substr(std::min(input.size(), name.size() + 1));
  require(is_utf8(decode_words(input)), "words become UTF-8");
  check_conversion(bytes, name);
  if (const auto reading = read_text(bytes, name)) {
    require(is_utf8(reading->utf8 ? *reading->utf8 : bytes), "a text is UTF-8");
    require(!reading->charset.empty() && !reading->writing.empty(), "a text that is read has a charset");
    require(reading->mark <= bytes.size(), "a mark is inside");
  }
  return 0;
}
