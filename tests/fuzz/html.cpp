// Any bytes as HTML of a mail: tokens cover it, placing keeps it, and what was placed is found again.
#include <string>
#include <string_view>

#include "signature/html_tokens.h"
#include "signature/place.h"
#include "signature/plain_text.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;
using namespace waybill::signature;

namespace {

void check_tokens(std::string_view html) {
  std::size_t end = 0;
  HtmlTokens tokens(html);
  for (HtmlToken token; tokens.next(token);) {
    fuzz::require(token.begin == end && token.end <= html.size(), "tokens follow one another");
    fuzz::require(token.end > token.begin || !token.closed, "a token holds something");
    end = token.end;
    HtmlAttributes attributes(html, token);
    if (token.kind != HtmlKind::StartTag) continue;
    for (HtmlAttribute attribute; attributes.next(attribute);) {
      fuzz::require(attribute.value_begin + attribute.value.size() <= token.end, "an attribute stands in its tag");
    }
  }
  fuzz::require(end == html.size(), "tokens cover the text");
}

void check_place(std::string_view html, Location location) {
  constexpr std::string_view kFragment = "<div>\x02signature\x03</div>";
  const auto placement = place_html(html, location, kFragment, "\n");
  if (!placement) return;
  fuzz::require(placement->offset <= html.size(), "the place is inside the HTML");
  const std::string out = std::string(html).insert(placement->offset, placement->bytes);
  std::size_t seen = 0;
  HtmlTokens tokens(out);
  for (HtmlToken token; tokens.next(token);) {
    const std::string_view text = std::string_view(out).substr(token.begin, token.end - token.begin);
    if (token.kind == HtmlKind::Text && text == "\x02signature\x03") ++seen;
  }
  fuzz::require(seen >= 1, "the signature is text of its own");  // as text of its own, not inside of something
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view html = fuzz::as_text(data, size);
  check_tokens(html);
  check_place(html, Location::Append);
  check_place(html, Location::Prepend);
  const std::string text = plain_text(html);
  fuzz::require(!text.starts_with('\n') && !text.ends_with('\n') && text.find("\n\n\n") == std::string::npos,
                "no empty lines but single ones");
  const Placement plain = place_plain(html, Location::Append, text, {true, true, "\r\n"});
  fuzz::require(plain.offset == html.size(), "plain text is appended to");
  return 0;
}
