// signature/reply_html.cpp: tokens to lines, and the best place above each.
#include "signature/reply_html.h"

#include <algorithm>

#include "base/text.h"
#include "signature/html_entities.h"
#include "signature/open_elements.h"

namespace waybill::signature {

namespace {

constexpr char32_t kNoBreakSpace = 0xA0;
constexpr char32_t kNarrowNoBreakSpace = 0x202F;  // Apple Mail: "at 10:00 AM"
constexpr char32_t kZeroWidthSpace = 0x200B;

// Nothing may be put directly into these.
bool is_frame(const ElementInfo& info) {
  if (info.sort == Sort::TablePart) return info.element != Element::Cell;
  return info.element == Element::Table || info.element == Element::Ul || info.element == Element::Ol;
}

// Nothing may be put anywhere into it.
bool is_forbidding(std::string_view html, const HtmlToken& tag, const ElementInfo& info) {
  return info.element == Element::A || forbids_signature(html, tag, info);
}

}  // namespace

void ReplyHtml::take(const HtmlToken& token) {
  if (finder_.is_done() || too_deep_ || !token.closed) return;
  switch (token.kind) {
    case HtmlKind::StartTag:
      return start(token);
    case HtmlKind::EndTag:
      return end(token);
    case HtmlKind::Text:
      return text(token);
    default:
      return;
  }
}

ReplyFinder::Found ReplyHtml::finish() {
  end_line();
  if (too_deep_) return {std::nullopt, "append: HTML nested too deeply"};
  return finder_.finish();
}

void ReplyHtml::start(const HtmlToken& token) {
  const ElementInfo info = element_info(token.name);
  if (breaks_line(info)) {
    if (info.element == Element::Br && !has_content_) finder_.take({}, place_, line_kind_);
    end_line();
  }
  if (info.element == Element::Body) forget_place_at_top();
  if (info.sort == Sort::Page) return;
  while (!open_.empty() && ends_by_start(open_.back().info, info)) pop();
  note_place(token.begin);
  if (info.element == Element::Hr && quotes_ == 0) finder_.take_rule(place_);
  if (info.element == Element::Img) begin_line();
  const ClientRole role = quotes_ == 0 ? client_role(html_, token) : ClientRole::None;
  if (role == ClientRole::Rest) finder_.quote_rest(place_);
  if (role == ClientRole::Header) finder_.expect_header(place_);
  if (role == ClientRole::SignHere) finder_.expect_rest(place_);
  if (info.sort != Sort::Void) push(token, info, role);
}

void ReplyHtml::push(const HtmlToken& token, const ElementInfo& info, ClientRole role) {
  too_deep_ = open_.size() == kDeepest;
  if (role == ClientRole::MayQuote) role = finder_.expects_quote() ? ClientRole::Quote : ClientRole::None;
  const bool around = open_.empty() || open_.back().takes_blocks;
  const bool is_inline = info.sort == Sort::Inline;
  open_.push_back({token, info, role, is_inline ? around : !is_frame(info), is_forbidding(html_, token, info)});
  count(open_.back(), 1);
}

void ReplyHtml::pop() {
  count(open_.back(), -1);
  open_.pop_back();
}

void ReplyHtml::count(const Open& open, int step) {
  if (open.info.sort == Sort::Inline) inlines_ += step;
  if (open.is_forbidding) forbidding_ += step;
  if (open.role == ClientRole::Quote) quotes_ += step;
  if (open.role == ClientRole::Intro) intros_ += step;
  if (open.role == ClientRole::Signature || open.role == ClientRole::SignaturePrefix) footers_ += step;
}

void ReplyHtml::end(const HtmlToken& token) {
  const ElementInfo info = element_info(token.name);
  if (breaks_line(info)) end_line();
  note_place(token.begin);
  if (info.element == Element::Head) forget_place_at_top();
  const std::size_t left = left_by_end(open_, token, info);
  while (open_.size() > left) pop();
}

// Blanks become one, those at the start none.
void ReplyHtml::text(const HtmlToken& token) {
  note_place(token.begin);
  for (std::size_t at = token.begin; at < token.end;) {
    const std::size_t begin = at;
    if (has_content_ && !marker_.is_looking()) at = append_words(at, token.end);
    if (at > begin) continue;
    if (html_[at] == '&') {
      const Reference reference = read_reference(html_.substr(at, token.end - at), false);
      at += std::max<std::size_t>(reference.length, 1);
      append(reference.length == 0 ? U'&' : reference.code_point, begin, at);
    } else {
      const char32_t c = is_html_space(html_[at]) ? U' ' : base::next_code_point(html_, at);
      if (at == begin) ++at;
      append(c, begin, at);
    }
    if (has_content_ && line_kind_ == ReplyFinder::Kind::Quoted) return;  // nobody asks what it says
  }
}

// The common case: ASCII inside of a line, with single blanks. Returns where it ends.
std::size_t ReplyHtml::append_words(std::size_t begin, std::size_t end) {
  std::size_t at = begin;
  char last = line_.empty() ? ' ' : line_.back();
  while (at < end && html_[at] >= ' ' && html_[at] < '\x7F' && html_[at] != '&' && (html_[at] != ' ' || last != ' ')) {
    last = html_[at++];
  }
  if (line_.size() < ReplyFinder::kLongestLine) line_.append(html_, begin, at - begin);
  return at;
}

void ReplyHtml::append(char32_t c, std::size_t begin, std::size_t end) {
  if (c == kZeroWidthSpace) return;
  const bool is_no_break = c == kNoBreakSpace || c == kNarrowNoBreakSpace;
  if (is_no_break) is_blank_line_ = true;
  if (is_no_break || c == ' ') {
    if (line_.empty() || line_.back() == ' ') return;
    c = ' ';
  } else {
    begin_line();
  }
  const std::size_t before = line_.size();
  base::append_utf8(line_, c);
  const bool takes_marker = marker_.is_looking() && is_newest() && forbidding_ == 0 && takes_blocks();
  if (takes_marker) {
    for (const char byte : std::string_view(line_).substr(before)) marker_.take(byte, begin, end);
  }
  if (before > ReplyFinder::kLongestLine) line_.resize(before);
}

bool ReplyHtml::is_newest() const { return line_kind_ != ReplyFinder::Kind::Quoted && !line_.starts_with('>'); }

void ReplyHtml::begin_line() {
  if (has_content_) return;
  has_content_ = shown_ = true;
  line_place_ = place_;
  line_kind_ = quotes_ > 0    ? ReplyFinder::Kind::Quoted
               : intros_ > 0  ? ReplyFinder::Kind::Intro
               : footers_ > 0 ? ReplyFinder::Kind::Footer
                              : ReplyFinder::Kind::Own;
}

void ReplyHtml::end_line() {
  marker_.end_line();
  if (has_content_) {
    const bool is_marked = line_.starts_with('>') && !finder_.is_inside_address();
    finder_.take(line_.empty() ? "<img>" : line_, line_place_, is_marked ? ReplyFinder::Kind::Quoted : line_kind_);
    place_ = ReplyFinder::kNowhere;
  } else if (is_blank_line_) {
    finder_.take({}, place_, line_kind_);
  }
  line_.clear();
  has_content_ = is_blank_line_ = false;
}

// Nothing goes before the body; in what is quoted its tags mean nothing.
void ReplyHtml::forget_place_at_top() {
  if (!shown_ && quotes_ == 0) place_ = ReplyFinder::kNowhere;
}

bool ReplyHtml::takes_blocks() const { return open_.empty() || open_.back().takes_blocks; }

void ReplyHtml::note_place(std::size_t offset) {
  if (has_content_ || forbidding_ > 0 || !takes_blocks()) return;
  const Rank rank = {inlines_, open_.size()};
  if (place_ != ReplyFinder::kNowhere && rank > rank_) return;
  place_ = offset;
  rank_ = rank;
}

}  // namespace waybill::signature
