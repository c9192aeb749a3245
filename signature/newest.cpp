// signature/newest.cpp: quotes that are marked, and the one that runs to the end.
#include "signature/newest.h"

#include <algorithm>

#include "base/text.h"
#include "signature/client_elements.h"
#include "signature/html_tokens.h"
#include "signature/reply_html.h"
#include "signature/reply_plain.h"

namespace waybill::signature {

namespace {

class Cutter {
 public:
  // text[begin, end) is new; bytes that were passed over are quoted.
  void add(std::size_t begin, std::size_t end) {
    if (!out_.empty() && out_.back().end == begin) {
      out_.back().end = end;
    } else if (begin < end) {
      out_.push_back({begin, end});
    }
  }

  Stretches cut_at(std::size_t place) && {
    while (!out_.empty() && out_.back().begin >= place) out_.pop_back();
    if (!out_.empty()) out_.back().end = std::min(out_.back().end, place);
    return std::move(out_);
  }

 private:
  Stretches out_;
};

// Inside of an element that quotes: up to the end tag that fits, other elements of its name counted.
class QuoteElement {
 public:
  explicit QuoteElement(std::string_view html) : html_(html) {}

  // Whether the token belongs to a quote.
  bool take(const HtmlToken& token) {
    if (depth_ == 0) {
      if (token.kind != HtmlKind::StartTag || !token.closed) return false;
      const ClientRole role = client_role(html_, token);
      if (role != ClientRole::Quote && role != ClientRole::MayQuote) return false;
      name_ = token.name;
    }
    if (!base::equals_ignore_case(token.name, name_)) return true;
    if (token.kind == HtmlKind::StartTag) ++depth_;
    if (token.kind == HtmlKind::EndTag) --depth_;
    return true;
  }

 private:
  std::string_view html_;
  std::string_view name_;
  std::size_t depth_ = 0;
};

}  // namespace

Stretches newest_html(std::string_view html) {
  Cutter cutter;
  ReplyHtml reply(html, {});
  QuoteElement quote(html);
  HtmlTokens tokens(html);
  for (HtmlToken token; tokens.next(token);) {
    reply.take(token);
    if (!quote.take(token)) cutter.add(token.begin, token.end);
  }
  return std::move(cutter).cut_at(reply.finish().place.value_or(html.size()));
}

Stretches newest_plain(std::string_view text) {
  Cutter cutter;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = std::min(text.find('\n', at), text.size() - 1) + 1;
    if (text[at] != '>') cutter.add(at, next);
    at = next;
  }
  return std::move(cutter).cut_at(find_reply(text).place.value_or(text.size()));
}

}  // namespace waybill::signature
