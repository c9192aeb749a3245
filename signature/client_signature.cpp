// signature/client_signature.cpp: in HTML, the elements that mail programs mark.
#include "signature/client_signature.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "signature/client_elements.h"
#include "signature/html_elements.h"
#include "signature/html_entities.h"
#include "signature/html_tokens.h"

namespace waybill::signature {

using base::equals_ignore_case;

namespace {

// Open elements of a range that is to be removed whole.
class Nesting {
 public:
  // False: the range is not whole.
  bool take(const HtmlToken& token) {
    if (!token.closed) return false;
    if (token.kind == HtmlKind::StartTag) return start(token);
    return token.kind != HtmlKind::EndTag || end(token);
  }
  bool is_whole() const { return open_.empty(); }

 private:
  bool start(const HtmlToken& token) {
    const ElementInfo info = element_info(token.name);
    if (info.sort == Sort::Page || open_.size() == kDeepest) return false;
    if (info.sort != Sort::Void) open_.push_back(token.name);
    return true;
  }

  bool end(const HtmlToken& token) {
    const ElementInfo info = element_info(token.name);
    if (info.sort == Sort::Void) return true;  // </br>
    while (!open_.empty() && !equals_ignore_case(open_.back(), token.name) &&
           element_info(open_.back()).end_is_optional) {
      open_.pop_back();
    }
    if (open_.empty() || !equals_ignore_case(open_.back(), token.name)) return false;
    open_.pop_back();
    return true;
  }

  std::vector<std::string_view> open_;
};

bool is_whole(std::string_view html) {
  Nesting nesting;
  HtmlTokens tokens(html);
  for (HtmlToken token; tokens.next(token);) {
    if (!nesting.take(token)) return false;
  }
  return nesting.is_whole();
}

class Finder {
 public:
  explicit Finder(std::string_view html) : html_(html), newest_(newest_html(html)) {}

  std::optional<Stretch> run() {
    StretchWalk walk(newest_);
    HtmlTokens tokens(html_);
    for (HtmlToken token; tokens.next(token) && !doubt_;) {
      if (inside_) {
        follow(token);
      } else if (walk.holds(token.begin)) {
        take(token);
      }
    }
    if (doubt_ || inside_ || !found_) return std::nullopt;
    const bool is_new = std::any_of(newest_.begin(), newest_.end(), [&](const Stretch& stretch) {
      return stretch.begin <= found_->begin && found_->end <= stretch.end;
    });
    const bool is_sure = is_new && is_whole(html_.substr(found_->begin, found_->size()));
    return is_sure ? found_ : std::nullopt;
  }

 private:
  void take(const HtmlToken& token) {
    if (token.kind == HtmlKind::Text) return text(token);
    if (token.kind == HtmlKind::EndTag) return end(token);
    if (token.kind != HtmlKind::StartTag || !token.closed) return;
    if (equals_ignore_case(token.name, "p")) paragraph_ = token.begin;
    switch (client_role(html_, token)) {
      case ClientRole::Signature:
        return begin(token);
      case ClientRole::SignaturePrefix:
        prefix_ = has_text_ && !prefix_ ? std::optional(token.begin) : prefix_;
        return;
      case ClientRole::Bookmark:
        return bookmark();
      default:
        return;
    }
  }

  void begin(const HtmlToken& token) {
    doubt_ = found_.has_value() || !has_text_;
    found_ = {prefix_.value_or(token.begin), token.end};
    name_ = token.name;
    depth_ = 1;
    inside_ = true;
  }

  // Up to the end tag that fits; is_whole() looks whether all in between does.
  void follow(const HtmlToken& token) {
    if (!equals_ignore_case(token.name, name_)) return;
    if (token.kind == HtmlKind::StartTag) ++depth_;
    if (token.kind == HtmlKind::EndTag) --depth_;
    found_->end = token.end;
    inside_ = depth_ > 0;
  }

  void bookmark() {
    if (!paragraph_ || (found_ && !by_bookmark_)) {
      doubt_ = true;
    } else if (!found_) {
      doubt_ = !had_text_above_paragraph();
      found_ = {*paragraph_, *paragraph_};
      by_bookmark_ = true;
    }
    in_bookmark_ = true;
  }

  void end(const HtmlToken& token) {
    if (!equals_ignore_case(token.name, "p")) return;
    if (in_bookmark_) found_->end = token.end;
    in_bookmark_ = false;
    paragraph_.reset();
    text_above_ = has_text_;
  }

  bool had_text_above_paragraph() const { return text_above_; }

  // Text between Gmail's prefix and the signature is part of neither.
  void text(const HtmlToken& token) {
    const std::string_view content = html_.substr(token.begin, token.end - token.begin);
    if (!is_visible(content)) return;
    const bool is_separator = prefix_ && base::trim(content) == "--";
    if (is_separator) return;
    has_text_ = true;
    prefix_.reset();
  }

  std::string_view html_;
  Stretches newest_;
  std::optional<Stretch> found_;
  bool doubt_ = false;
  bool has_text_ = false;    // hers, above
  bool text_above_ = false;  // when the last paragraph ended
  std::optional<std::size_t> prefix_;
  bool inside_ = false;  // of the element found
  std::string_view name_;
  std::size_t depth_ = 0;
  std::optional<std::size_t> paragraph_;  // the open one
  bool by_bookmark_ = false;
  bool in_bookmark_ = false;
};

}  // namespace

std::optional<Stretch> find_client_signature_html(std::string_view html) { return Finder(html).run(); }

}  // namespace waybill::signature
