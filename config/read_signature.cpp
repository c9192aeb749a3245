// config/read_signature.cpp: reads the files, hands texts to the template parser.
#include "config/read_signature.h"

#include <filesystem>
#include <string>
#include <utility>

#include "base/text.h"
#include "config/read_file.h"

namespace waybill::config {
namespace {

using rules::DisclaimerText;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Where the first byte that is no UTF-8, or is NUL, stands; npos: nowhere.
std::size_t find_broken(std::string_view text) {
  constexpr char32_t kReplacement = 0xFFFD;
  if (base::is_valid_utf8(text)) return text.find('\0');
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = base::next_code_point(text, at);
    if (c == 0 || (c == kReplacement && at == begin + 1)) return begin;
  }
  return std::string_view::npos;
}

DisclaimerText read_named(const DisclaimerText& named, const base::Limits& limits, base::Diagnostics& diagnostics) {
  const std::string path = (std::filesystem::path(named.place.file).parent_path() / named.file).string();
  DisclaimerText out{{}, named.file, {path}, {}};
  auto text = read_file(path, limits.template_bytes);
  if (!text) {
    diagnostics.error(named.place, text.error().text);
    return out;
  }
  out.text = std::move(*text);
  if (out.text.starts_with(kByteOrderMark)) out.text.erase(0, kByteOrderMark.size());
  const std::size_t broken = find_broken(out.text);
  if (broken != std::string::npos) {
    diagnostics.error(base::advance(out.place, out.text, broken), "not UTF-8; save the file as UTF-8");
    out.text.clear();
  } else if (base::trim(out.text).empty()) {
    diagnostics.error(out.place, "the file is empty");
  }
  return out;
}

DisclaimerText resolved(const DisclaimerText& written, const base::Limits& limits, base::Diagnostics& diagnostics) {
  return written.file.empty() ? written : read_named(written, limits, diagnostics);
}

}  // namespace

signature::Signature read_signature(const rules::Rule& rule, const base::Limits& limits,
                                    base::Diagnostics& diagnostics) {
  using signature::Template;
  const DisclaimerText html = resolved(rule.disclaimer->html, limits, diagnostics);
  signature::Signature out{Template::parse(html.text, html.place, diagnostics, html.jumps)};
  if (rule.disclaimer->text) {
    const DisclaimerText text = resolved(*rule.disclaimer->text, limits, diagnostics);
    out.text = Template::parse_text(text.text, text.place, diagnostics, text.jumps);
  }
  const bool keeps = rule.empty_lines == rules::EmptyLines::Keep;
  out.empty_lines = keeps ? signature::EmptyLines::Keep : signature::EmptyLines::Remove;
  return out;
}

}  // namespace waybill::config
