// signature/line_groups.cpp: spans of lines and blocks, summed up from the inside out.
#include "signature/line_groups.h"

namespace waybill::signature {

LineGroups::Span LineGroups::line() {
  if (line_ == 0) {
    line_ = spans_.size();
    Node node;
    node.parent = block();
    node.is_line = true;
    spans_.push_back(node);
  }
  return line_;
}

void LineGroups::open_block(Element element) {
  end_line();
  Node node;
  node.parent = block();
  node.element = element;
  open_.push_back(spans_.size());
  spans_.push_back(node);
}

void LineGroups::close_block() {
  end_line();
  open_.pop_back();
}

bool LineGroups::may_vanish(const Node& node) {
  if (node.tokens == 0) return false;
  if (node.is_line) return true;
  switch (node.element) {
    case Element::Cell:
      return false;
    case Element::Row:
      return !node.is_kept;
    case Element::Item:
      return !(node.has_token_line && node.has_text);
    default:
      return !node.has_text && !node.has_content;
  }
}

LineGroups::Groups LineGroups::finish() const {
  std::vector<Node> nodes = spans_;
  std::vector<bool> vanishes(nodes.size(), false);
  for (Span i = nodes.size(); --i > 0;) {  // children before parents
    const Node& node = nodes[i];
    Node& parent = nodes[node.parent];
    vanishes[i] = may_vanish(node);
    parent.tokens += node.tokens;
    parent.has_token_line = parent.has_token_line || node.has_token_line || (node.is_line && node.tokens > 0);
    if (node.element == Element::Cell && node.has_token_line && node.has_text) parent.is_kept = true;
    if (vanishes[i]) continue;
    parent.has_text = parent.has_text || node.has_text;
    parent.has_content = parent.has_content || node.has_content;
  }
  Groups groups{std::vector<std::size_t>(nodes.size(), 0), {0}};
  for (Span i = 1; i < nodes.size(); ++i) {
    const std::size_t around = groups.of_span[nodes[i].parent];
    groups.of_span[i] = vanishes[i] ? groups.parents.size() : around;
    if (vanishes[i]) groups.parents.push_back(around);
  }
  return groups;
}

}  // namespace waybill::signature
