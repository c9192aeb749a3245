// signature/open_elements.h: which elements are open at a place in HTML.
//
// What: a stack of elements, kept as browsers do as far as it matters for a signature. Start tags end what they end
// (html_elements.h), an end tag ends what stands inside of its element, and inside of a table cell nothing around it.
// Contract
//   Elements deeper than kDeepest are not counted, and an end tag ends at most kFarthestEnd elements.
// Fails: never.
// Cost: linear in the tags.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "signature/html_elements.h"
#include "signature/html_tokens.h"

namespace waybill::signature {

constexpr std::size_t kFarthestEnd = 64;

// How many of the open elements, each with name and info, an end tag leaves.
template <typename Open>
std::size_t left_by_end(const std::vector<Open>& open, const HtmlToken& end_tag, const ElementInfo& info) {
  const bool is_table = info.sort == Sort::TablePart || info.element == Element::Table;
  for (std::size_t i = open.size(); i-- > 0 && open.size() - i <= kFarthestEnd;) {
    if (base::equals_ignore_case(open[i].name, end_tag.name)) return i;
    if (!is_table && open[i].info.element == Element::Cell) break;
  }
  return open.size();
}

class OpenElements {
 public:
  void start(const HtmlToken& tag, const ElementInfo& info);
  void end(const HtmlToken& tag, const ElementInfo& info);

  // Blocks that only their end tag ends: a quote, a table, but no paragraph.
  std::size_t enclosing() const { return open_.empty() ? 0 : open_.back().enclosing; }

 private:
  struct Open {
    std::string_view name;
    ElementInfo info;
    bool is_foreign = false;    // of svg or math
    std::size_t enclosing = 0;  // up to this one
  };
  std::vector<Open> open_;
};

}  // namespace waybill::signature
