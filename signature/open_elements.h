// signature/open_elements.h: which elements are open at a place in HTML.
//
// What: a stack of elements, kept as browsers do as far as it matters for a signature. Start tags end what they end
// (html_elements.h), an end tag ends what stands inside of its element, and inside of a table cell nothing around it.
// Contract
//   A link that an end tag of what is around it does not end goes on behind that, as far as the table cell reaches.
//   Elements deeper than kDeepest are not counted, and an end tag ends at most kFarthestEnd elements.
// Fails: never.
// Cost: linear in the tags. Attributes are read only of <a>, and of elements that are open when somebody asks.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "signature/html_elements.h"
#include "signature/html_tokens.h"

namespace waybill::signature {

constexpr std::size_t kFarthestEnd = 64;

// How many of the open elements, each with tag and info, an end tag leaves.
template <typename Open>
std::size_t left_by_end(const std::vector<Open>& open, const HtmlToken& end_tag, const ElementInfo& info) {
  const bool is_table = info.sort == Sort::TablePart || info.element == Element::Table;
  for (std::size_t i = open.size(); i-- > 0 && open.size() - i <= kFarthestEnd;) {
    if (base::equals_ignore_case(open[i].tag.name, end_tag.name)) return i;
    if (!is_table && open[i].info.element == Element::Cell) break;
  }
  return open.size();
}

// Nobody sees a signature in it, or it becomes something else there: code, a picture, a choice, a button, a link.
bool forbids_signature(std::string_view html, const HtmlToken& start_tag, const ElementInfo& info);

class OpenElements {
 public:
  explicit OpenElements(std::string_view html) : html_(html) {}

  void start(const HtmlToken& tag, const ElementInfo& info);
  void end(const HtmlToken& tag, const ElementInfo& info);

  // Blocks that only their end tag ends: a quote, a table, but no paragraph.
  std::size_t enclosing() const { return open_.empty() ? 0 : open_.back().enclosing; }

  // In none that forbids a signature.
  bool takes_signature();

 private:
  struct Open {
    HtmlToken tag;
    ElementInfo info;
    bool is_foreign = false;     // of svg or math
    bool is_forbidding = false;  // it or one around it; known of the first known_
    std::size_t enclosing = 0;   // up to this one
    std::size_t cells = 0;       // up to this one
  };

  std::size_t cells() const { return open_.empty() ? 0 : open_.back().cells; }
  void start_link(const HtmlToken& tag, const ElementInfo& info);
  void shrink(std::size_t left);

  std::string_view html_;
  std::vector<Open> open_;  // all but links
  std::size_t known_ = 0;
  std::optional<std::size_t> link_;  // the cells around it
};

}  // namespace waybill::signature
