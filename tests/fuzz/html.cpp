// tests/fuzz/html.cpp: where a signature goes in a stranger's HTML, and a template of any bytes.
#include "base/text.h"
#include "signature/place.h"
#include "signature/template.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::as_text(data, size);
  for (const auto location : {signature::Location::Append, signature::Location::Prepend}) {
    const auto html = signature::place_html(bytes, location, "<p>\nx</p>\n", "\r\n");
    fuzz::require(!html || html->offset <= bytes.size(), "the place is inside the HTML");
    const auto plain = signature::place_plain(bytes, location, "x\n", {.flowed = true});
    fuzz::require(plain.offset <= bytes.size(), "the place is inside the text");
  }
  base::Diagnostics diagnostics;
  const auto signature = signature::Template::parse(bytes, {}, diagnostics);
  const auto fragment = signature::render(signature, [](std::string_view) { return "<&\"\xC3\xBC\r\n"; });
  fuzz::require(base::is_ascii(signature::html_ascii(fragment.html)), "character references are ASCII");
  return 0;
}
