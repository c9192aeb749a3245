// signature/landmarks.cpp: which tags of a page count.
#include "signature/landmarks.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::signature {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(std::string_view text) { return std::all_of(text.begin(), text.end(), is_html_space); }

void set_once(std::optional<std::size_t>& mark, std::size_t offset) {
  if (!mark) mark = offset;
}

}  // namespace

bool Landmarks::take(const HtmlToken& token) {
  if (token.kind == HtmlKind::Text) return true;
  note_text(token.begin);
  at_ = token.end;
  const bool is_tag = token.kind == HtmlKind::StartTag || token.kind == HtmlKind::EndTag;
  if (is_tag && !token.closed) {
    at_ = end_.offset = token.begin;
    is_closed_ = token.kind == HtmlKind::StartTag || !is_raw_text(token.name);  // else still inside of it
    return false;
  }
  if (!token.closed) is_closed_ = false;
  if (token.kind == HtmlKind::StartTag) start_tag(token);
  if (token.kind == HtmlKind::EndTag) end_tag(token);
  if (token.kind == HtmlKind::Doctype && is_top()) set_once(doctype_, token.end);
  return true;
}

void Landmarks::finish() {
  if (end_.offset == html_.size() && html_.ends_with("</")) end_.offset -= 2;  // with more behind it a comment
  note_text(end_.offset);
  end_ = end_at(end_.offset);
}

void Landmarks::start_tag(const HtmlToken& tag) {
  const ElementInfo info = element_info(tag.name);
  if (info.element == Element::Body && is_top()) set_once(body_start_, tag.end);
  if (info.element == Element::Html && is_top()) set_once(html_start_, tag.end);
  if (info.element == Element::Frameset && !shown_ && !body_start_) is_frameset_ = true;
  if (info.element == Element::Img) note_shown();
  if (info.sort != Sort::Page) open_.start(tag, info);
}

void Landmarks::end_tag(const HtmlToken& tag) {
  const ElementInfo info = element_info(tag.name);
  if (info.element == Element::Body) body_end_ = end_at(tag.begin);
  if (info.element == Element::Html) html_end_ = end_at(tag.begin);
  if (info.element == Element::Head && is_top()) set_once(head_end_, tag.end);
  if (info.sort == Sort::Page) return;
  open_.end(tag, info);
  for (std::optional<End>* const end : {&body_end_, &html_end_}) {
    if (*end && (*end)->enclosing > open_.enclosing()) end->reset();
  }
}

void Landmarks::note_text(std::size_t end) {
  const bool matters = !shown_ || (body_end_ && body_end_->enclosing > 0) || (html_end_ && html_end_->enclosing > 0);
  if (!matters || at_ >= end) return;
  std::string_view text = html_.substr(at_, end - at_);
  if (at_ == 0 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (!is_blank(text)) note_shown();
}

void Landmarks::note_shown() {
  shown_ = true;
  for (std::optional<End>* const end : {&body_end_, &html_end_}) {
    if (*end && (*end)->enclosing > 0) end->reset();
  }
}

std::size_t Landmarks::start() const {
  for (const auto& mark : {body_start_, head_end_, html_start_, doctype_}) {
    if (mark) return *mark;
  }
  return html_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

}  // namespace waybill::signature
