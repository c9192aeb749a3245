// signature/open_elements.cpp: the stack.
#include "signature/open_elements.h"

namespace waybill::signature {

void OpenElements::start(const HtmlToken& tag, const ElementInfo& info) {
  while (!open_.empty() && ends_by_start(open_.back().info, info)) open_.pop_back();
  const bool is_root = info.element == Element::Svg || info.element == Element::Math;
  const bool is_foreign = is_root || (!open_.empty() && open_.back().is_foreign);
  const bool is_empty = info.sort == Sort::Void || (is_foreign && tag.self_closing);
  if (is_empty || open_.size() == kDeepest) return;
  const bool is_enclosing = is_block(info) && !info.end_is_optional;
  open_.push_back({tag.name, info, is_foreign, enclosing() + (is_enclosing ? 1 : 0)});
}

void OpenElements::end(const HtmlToken& tag, const ElementInfo& info) { open_.resize(left_by_end(open_, tag, info)); }

}  // namespace waybill::signature
