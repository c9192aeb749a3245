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

void check_boundary(std::string_view html, std::size_t offset) {
  HtmlTokens tokens(html);
  for (HtmlToken token; offset != 0 && tokens.next(token);) {
    if (token.end != offset) continue;
    fuzz::require(token.kind != HtmlKind::RawText || token.closed, "the place is not in raw text");
    return;
  }
  fuzz::require(offset == 0, "the place is between tokens");
}

void check_under_reply(std::string_view html) {
  const auto placement = place_html(html, Location::UnderReply, "<p>x</p>", "\n");
  if (!placement || placement->how != "under-reply") return;
  check_boundary(html, placement->offset);
  const auto appended = place_html(html, Location::Append, "<p>x</p>", "\n");
  fuzz::require(!appended || placement->offset <= appended->offset, "the place is inside of the body");
}

void check_plain_reply(std::string_view text) {
  const Placement placement = place_plain(text, Location::UnderReply, "x", {false, false, "\n"});
  const bool begins_line = placement.offset == 0 || placement.offset == text.size() ||
                           text[placement.offset - 1] == '\n' ||
                           (placement.offset == 3 && text.starts_with("\xEF\xBB\xBF"));
  fuzz::require(begins_line, "the place is above a line");
}

void check_place(std::string_view html, const Spot& spot) {
  constexpr std::string_view kFragment = "<div>\x02signature\x03</div>";
  const auto placement = place_html(html, spot, kFragment, "\n");
  if (!placement) return;
  fuzz::require(placement->offset + placement->length <= html.size(), "the place is inside the HTML");
  const std::string out = std::string(html).replace(placement->offset, placement->length, placement->bytes);
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
  check_place(html, Location::UnderReply);
  check_place(html, {Location::Marker, "%%Signature%%"});
  check_under_reply(html);
  check_plain_reply(html);
  const std::string text = plain_text(html);
  fuzz::require(!text.starts_with('\n') && !text.ends_with('\n') && text.find("\n\n\n") == std::string::npos,
                "no empty lines but single ones");
  const Placement plain = place_plain(html, Location::Append, text, {true, true, "\r\n"});
  fuzz::require(plain.offset == html.size(), "plain text is appended to");
  return 0;
}
