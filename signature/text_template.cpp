// signature/text_template.cpp: the plain-text version of a signature, line by line.
#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "signature/divided_tokens.h"
#include "signature/piece_list.h"
#include "signature/template.h"

namespace waybill::signature {

namespace {

class TextReader {
 public:
  TextReader(std::string_view text, Remarks& remarks) : text_(text), remarks_(remarks), pieces_(remarks) {}

  Template read() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      line(at, end > at && end < text_.size() && text_[end - 1] == '\r' ? end - 1 : end);
      at = end + 1;
    }
    divided_.finish(remarks_);
    return pieces_.finish();
  }

 private:
  static bool is_section(const TokenPart& part) { return part.kind >= TokenKind::If; }
  static bool is_blank(const TokenPart& part) { return part.kind == TokenKind::Text && base::trim(part.text).empty(); }

  void line(std::size_t begin, std::size_t end) {
    divided_.add(text_.substr(begin, end - begin), begin);
    const std::vector<TokenPart> parts = scan_tokens(text_, begin, end, Syntax::Plain, remarks_);
    const bool is_only_sections =
        std::any_of(parts.begin(), parts.end(), is_section) &&
        std::all_of(parts.begin(), parts.end(), [](const TokenPart& p) { return is_section(p) || is_blank(p); });
    const LineGroups::Span span = pieces_.lines().line();
    for (const TokenPart& part : parts) {
      if (is_section(part)) {
        pieces_.put_section(part, static_cast<std::size_t>(part.text.data() - text_.data()), {0, "the text"}, span);
      } else if (part.kind != TokenKind::Text) {
        pieces_.put_token(part, span, Context::Plain, Weight::Value);
      } else if (!is_only_sections) {
        pieces_.put(std::string(part.text), span, Context::Plain, is_blank(part) ? Weight::None : Weight::Label);
      }
    }
    if (!is_only_sections) pieces_.put("\n", span, Context::Plain);
    pieces_.lines().end_line();
  }

  std::string_view text_;
  Remarks& remarks_;
  PieceList pieces_;
  DividedTokens divided_{Syntax::Plain};
};

}  // namespace

Template Template::parse_text(std::string_view text, const base::Place& place, base::Diagnostics& diagnostics,
                              const base::Jumps& jumps) {
  Remarks remarks;
  Template out = TextReader(text, remarks).read();
  say(std::move(remarks), text, place, jumps, diagnostics);
  return out;
}

}  // namespace waybill::signature
