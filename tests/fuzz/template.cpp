// Any bytes as a template, and the rest as a value: what comes out is closed, and the value is text, never markup.
#include <algorithm>
#include <string>
#include <string_view>

#include "signature/balance.h"
#include "signature/template.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;
using namespace waybill::signature;

namespace {

std::size_t count_tags(std::string_view html) {
  std::size_t tags = 0;
  HtmlTokens tokens(html);
  for (HtmlToken token; tokens.next(token);) {
    tags += token.kind == HtmlKind::StartTag || token.kind == HtmlKind::EndTag ? 1 : 0;
  }
  return tags;
}

// Balanced HTML is its own balance.
void check_closed(std::string_view html) {
  Remarks remarks;
  for (const HtmlToken& token : balanced(html, remarks))
    fuzz::require(token.closed && token.begin < token.end, "balanced HTML is its own balance");
}

}  // namespace

// Input: a template, a NUL, a value for all of its tokens.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::as_text(data, size);
  const std::size_t nul = std::min(input.find('\0'), input.size());
  const std::string value(input.substr(std::min(nul + 1, input.size())));
  base::Diagnostics diagnostics;
  const Template signature = Template::parse(input.substr(0, nul), {"fuzz", 1, 1}, diagnostics);
  for (std::size_t group = 1; group < signature.groups().size(); ++group)
    fuzz::require(signature.groups()[group] < group, "groups nest");

  const Fragment plain = render(
      signature, [](std::string_view) { return std::string("v"); }, EmptyLines::Keep);
  const Fragment filled = render(
      signature, [&](std::string_view) { return value; }, EmptyLines::Keep);
  fuzz::require(count_tags(plain.html) == count_tags(filled.html), "a value is no markup");
  check_closed(plain.html);
  check_closed(filled.html);
  check_closed(render(signature, [](std::string_view) { return std::string(); }).html);
  return 0;
}
