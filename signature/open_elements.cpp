// signature/open_elements.cpp: the stack, and what forbids a signature.
#include "signature/open_elements.h"

#include <algorithm>

namespace waybill::signature {

using base::equals_ignore_case;

namespace {

bool hides(std::string_view style) {
  const std::vector<std::string_view> declarations = base::split(style, ';');
  return std::any_of(declarations.begin(), declarations.end(), [](std::string_view one) {
    const std::size_t colon = one.find(':');
    return colon != std::string_view::npos && equals_ignore_case(base::trim(one.substr(0, colon)), "display") &&
           base::starts_with_ignore_case(base::trim(one.substr(colon + 1)), "none");
  });
}

bool is_forbidding(const HtmlAttribute& attribute, const ElementInfo& info) {
  if (info.element == Element::A && equals_ignore_case(attribute.name, "href")) return true;
  if (equals_ignore_case(attribute.name, "hidden")) return true;
  return equals_ignore_case(attribute.name, "style") && hides(attribute.value);
}

}  // namespace

bool forbids_signature(std::string_view html, const HtmlToken& start_tag, const ElementInfo& info) {
  switch (info.element) {
    case Element::Button:
    case Element::Math:
    case Element::Option:
    case Element::Pre:
    case Element::Select:
    case Element::Svg:
    case Element::Template:
      return true;
    default:
      break;
  }
  HtmlAttributes attributes(html, start_tag);
  for (HtmlAttribute attribute; attributes.next(attribute);) {
    if (is_forbidding(attribute, info)) return true;
  }
  return false;
}

void OpenElements::start(const HtmlToken& tag, const ElementInfo& info) {
  std::size_t left = open_.size();
  while (left > 0 && ends_by_start(open_[left - 1].info, info)) --left;
  shrink(left);
  if (info.element == Element::A) return start_link(tag, info);
  const bool is_root = info.element == Element::Svg || info.element == Element::Math;
  const bool is_foreign = is_root || (!open_.empty() && open_.back().is_foreign);
  const bool is_empty = info.sort == Sort::Void || (is_foreign && tag.self_closing);
  if (is_empty || open_.size() == kDeepest) return;
  Open next{.tag = tag, .info = info, .is_foreign = is_foreign};
  next.enclosing = enclosing() + (is_block(info) && !info.end_is_optional ? 1 : 0);
  next.cells = cells() + (info.element == Element::Cell ? 1 : 0);
  open_.push_back(next);
}

// A link ends the one before it.
void OpenElements::start_link(const HtmlToken& tag, const ElementInfo& info) {
  link_.reset();
  if (forbids_signature(html_, tag, info)) link_ = cells();
}

void OpenElements::end(const HtmlToken& tag, const ElementInfo& info) {
  if (info.element == Element::A) return link_.reset();
  shrink(left_by_end(open_, tag, info));
}

void OpenElements::shrink(std::size_t left) {
  open_.resize(left);
  known_ = std::min(known_, left);
  if (link_ && *link_ > cells()) link_.reset();
}

bool OpenElements::takes_signature() {
  for (; known_ < open_.size(); ++known_) {
    Open& open = open_[known_];
    const bool is_around = known_ > 0 && open_[known_ - 1].is_forbidding;
    open.is_forbidding = is_around || forbids_signature(html_, open.tag, open.info);
  }
  return !link_ && (open_.empty() || !open_.back().is_forbidding);
}

}  // namespace waybill::signature
