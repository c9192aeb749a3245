// Any bytes as a template, in HTML and in plain text, and the rest as a value: what comes out is closed, and the value
// is text, never markup, never a line, never a script.
#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"
#include "signature/balance.h"
#include "signature/escape.h"
#include "signature/html_entities.h"
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

// As a browser reads the scheme of a link.
bool runs(const HtmlAttribute& attribute) {
  std::string url = decode_attribute(attribute.value);
  std::erase_if(url, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
  return base::equals_ignore_case(attribute.name, "href") && base::starts_with_ignore_case(url, "javascript:");
}

void check_links(std::string_view html) {
  HtmlTokens tokens(html);
  for (HtmlToken token; tokens.next(token);) {
    if (token.kind != HtmlKind::StartTag) continue;
    HtmlAttributes attributes(html, token);
    for (HtmlAttribute attribute; attributes.next(attribute);)
      fuzz::require(!runs(attribute), "a value makes no link that runs");
  }
}

bool compares(const Template& source) {
  return std::any_of(source.sections().begin(), source.sections().end(),
                     [](const Section& s) { return s.test == Test::Equal || s.test == Test::NotEqual; });
}

Fragment filled_with(const Signature& signature, const std::string& value) {
  return render(
      signature, [&](std::string_view) { return value; }, 0);
}

void check_groups(const Template& source) {
  for (std::size_t group = 1; group < source.groups().size(); ++group)
    fuzz::require(source.groups()[group] < group, "groups nest");
  for (std::size_t section = 1; section < source.sections().size(); ++section)
    fuzz::require(source.sections()[section].around < section, "sections nest");
}

}  // namespace

// Input: a template, a NUL, a value for all of its tokens.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::as_text(data, size);
  const std::size_t nul = std::min(input.find('\0'), input.size());
  const std::string_view written = input.substr(0, nul);
  const std::string value(input.substr(std::min(nul + 1, input.size())));
  base::Diagnostics diagnostics;
  Signature signature{Template::parse(written, {"fuzz", 1, 1}, diagnostics),
                      Template::parse_text(written, {"fuzz", 1, 1}, diagnostics), EmptyLines::Keep};
  check_groups(signature.html);
  check_groups(*signature.text);
  if (diagnostics.has_errors()) return 0;

  const Fragment plain = filled_with(signature, clean_value(value).empty() ? "" : "v");
  const Fragment filled = filled_with(signature, value);
  if (!compares(signature.html)) {
    fuzz::require(count_tags(plain.html) == count_tags(filled.html), "a value is no markup");
  }
  if (!compares(*signature.text)) {
    fuzz::require(std::count(plain.text.begin(), plain.text.end(), '\n') ==
                      std::count(filled.text.begin(), filled.text.end(), '\n'),
                  "a value is no line");
  }
  check_closed(plain.html);
  check_closed(filled.html);
  if (written.find_first_of(":&") == std::string_view::npos) check_links(filled.html);
  signature.empty_lines = EmptyLines::Remove;
  check_closed(filled_with(signature, "").html);
  check_closed(filled_with(signature, value).html);
  signature.text.reset();
  filled_with(signature, value);
  return 0;
}
