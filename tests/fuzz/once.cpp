// Any bytes as a mail that may be signed already, or that carries a signature of its user's mail program.
#include <string>
#include <string_view>

#include "base/text.h"
#include "signature/client_signature.h"
#include "signature/earlier.h"
#include "signature/html_tokens.h"
#include "signature/mark.h"
#include "signature/newest.h"
#include "signature/place.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;
using namespace waybill::signature;

namespace {

const Fragment kFragment = {"<div>Anna <b>S</b><br>x &amp; y<br>z</div>", "Anna S\nx & y\nz"};

void check_stretches(const Stretches& stretches, std::size_t size) {
  std::size_t last = 0;
  for (const Stretch& stretch : stretches) {
    fuzz::require(stretch.begin >= last && stretch.begin < stretch.end, "stretches are in order");
    fuzz::require(last == 0 || stretch.begin > last, "stretches do not touch");
    last = stretch.end;
  }
  fuzz::require(last <= size, "stretches are inside");
}

bool is_inside(const Stretch& part, const Stretches& stretches) {
  for (const Stretch& stretch : stretches) {
    if (stretch.begin <= part.begin && part.end <= stretch.end) return true;
  }
  return false;
}

std::string signed_by(std::string_view text, const Placement& place) {
  return std::string(text).replace(place.offset, place.length, place.bytes);
}

// What was signed is known again, by the mark alone and by the text alone.
void check_known_again(std::string_view text, const Spot& spot) {
  const Wanted wanted = {kFragment, mark_of("rule", "anna@example.com")};
  const auto html = place_html(text, spot, with_mark(kFragment.html, wanted.mark), "\n");
  if (html) {
    const std::string out = signed_by(text, *html);
    fuzz::require(stands_in_html(out, {{"<div></div>", ""}, wanted.mark}, Within::All), "the mark is found");
    fuzz::require(stands_in_html(out, {kFragment, {}}, Within::All), "the text is found in HTML");
  }
  const std::string out = signed_by(text, place_plain(text, spot, kFragment.text, {}));
  fuzz::require(stands_in_plain(out, wanted, Within::All), "the text is found");
}

// Tags around what was replaced keep their partners: as many start tags as end tags of each name go.
void check_client_signature(std::string_view html) {
  const auto found = find_client_signature_html(html);
  if (!found) return;
  fuzz::require(is_inside(*found, newest_html(html)), "what is replaced is new");
  std::size_t starts = 0;
  std::size_t ends = 0;
  HtmlTokens tokens(html.substr(found->begin, found->size()));
  for (HtmlToken token; tokens.next(token);) {
    fuzz::require(token.closed, "what is replaced ends with a token");
    if (!base::equals_ignore_case(token.name, "div")) continue;
    if (token.kind == HtmlKind::StartTag) ++starts;
    if (token.kind == HtmlKind::EndTag) ++ends;
  }
  fuzz::require(starts == ends, "what is replaced is whole");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::as_text(data, size);
  check_stretches(newest_html(text), size);
  check_stretches(newest_plain(text), size);
  check_client_signature(text);
  if (const auto found = find_client_signature_plain(text)) {
    fuzz::require(is_inside(*found, newest_plain(text)), "what is replaced is new");
  }
  Spot replacing(Location::UnderReply);
  replacing.replaces_client_signature = true;
  for (const Spot& spot : {Spot(Location::Append), Spot(Location::Prepend), replacing}) check_known_again(text, spot);
  return 0;
}
