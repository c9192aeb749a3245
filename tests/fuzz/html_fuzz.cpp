// Any bytes as HTML of a mail: tokens cover it, placing keeps it, and what was placed is found again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "signature/html_tokens.h"
#include "signature/place.h"
#include "signature/plain_text.h"

using namespace waybill::signature;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check_tokens(std::string_view html) {
  std::size_t end = 0;
  HtmlTokens tokens(html);
  for (HtmlToken token; tokens.next(token);) {
    require(token.begin == end && token.end <= html.size());
    require(token.end > token.begin || !token.closed);
    end = token.end;
    HtmlAttributes attributes(html, token);
    if (token.kind != HtmlKind::StartTag) continue;
    for (HtmlAttribute attribute; attributes.next(attribute);) {
      require(attribute.value_begin + attribute.value.size() <= token.end);
    }
  }
  require(end == html.size());
}

void check_place(std::string_view html, Location location) {
  constexpr std::string_view kFragment = "<div>\x02signature\x03</div>";
  const auto placement = place_html(html, location, kFragment, "\n");
  if (!placement) return;
  require(placement->offset <= html.size());
  const std::string out = std::string(html).insert(placement->offset, placement->bytes);
  std::size_t seen = 0;
  HtmlTokens tokens(out);
  for (HtmlToken token; tokens.next(token);) {
    const std::string_view text = std::string_view(out).substr(token.begin, token.end - token.begin);
    if (token.kind == HtmlKind::Text && text == "\x02signature\x03") ++seen;
  }
  require(seen >= 1);  // as text of its own, not inside of something
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view html(reinterpret_cast<const char*>(data), size);
  check_tokens(html);
  check_place(html, Location::Append);
  check_place(html, Location::Prepend);
  const std::string text = plain_text(html);
  require(!text.starts_with('\n') && !text.ends_with('\n') && text.find("\n\n\n") == std::string::npos);
  const Placement plain = place_plain(html, Location::Append, text, {true, true, "\r\n"});
  require(plain.offset == html.size());
  return 0;
}
