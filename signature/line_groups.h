// signature/line_groups.h: which parts of a template vanish together when their tokens are empty.
//
// What: while a template is read, this keeps its blocks and lines as spans, one inside the other. A line is what
// stands between two line breaks or borders of blocks. At the end it says which spans may vanish:
//   a line that holds tokens;
//   a list item or table row that holds tokens, labels included, unless static lines stand among its token
//     lines in the same item or cell (they are no labels), or a cell of the row spans further rows;
//   any other block that holds tokens and nothing else that would stay.
// Not here: texts and values.
#pragma once

#include <cstddef>
#include <vector>

#include "signature/html_elements.h"

namespace waybill::signature {

class LineGroups {
 public:
  using Span = std::size_t;

  LineGroups() : spans_(1), open_(1) {}

  // The line that the next inline piece belongs to, and the block around it.
  Span line();
  Span block() const { return open_.back(); }
  Span parent_of(Span span) const { return spans_[span].parent; }

  void open_block(Element element);
  void close_block();  // REQUIRES: one is open
  void keep_row() { spans_[block()].is_kept = true; }
  void end_line() { line_ = 0; }

  void add_token(Span line) { ++spans_[line].tokens; }
  void drop_tokens(Span line, std::size_t count) { spans_[line].tokens -= count; }
  void add_text() { spans_[line()].has_text = true; }
  void add_picture() { spans_[line()].has_content = true; }

  struct Groups {
    std::vector<std::size_t> of_span;
    std::vector<std::size_t> parents;  // Template::groups()
  };
  Groups finish() const;

 private:
  struct Node {
    Span parent = 0;
    Element element = Element::Other;
    bool is_line = false;
    std::size_t tokens = 0;
    bool has_token_line = false;
    bool has_text = false;     // text that no token belongs to
    bool has_content = false;  // a picture or a rule
    bool is_kept = false;      // a row with token lines and static lines in one cell, or one that spans rows
  };
  static bool may_vanish(const Node& node);

  std::vector<Node> spans_;  // a parent stands before its children; 0 is the whole
  std::vector<Span> open_;   // blocks
  Span line_ = 0;            // 0: none yet
};

}  // namespace waybill::signature
