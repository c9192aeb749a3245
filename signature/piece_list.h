// signature/piece_list.h: the pieces of a template while it is read, with their lines and sections.
//
// What: what reading HTML and reading plain text have in common.
// Contract: sections that are out of place are said in the remarks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "signature/line_groups.h"
#include "signature/remark.h"
#include "signature/template.h"

namespace waybill::signature {

// What a section must not leave: the content of an element, an attribute value, a comment.
struct Home {
  std::size_t id = 0;
  std::string name;  // "<td>", "an attribute value"
};

class PieceList {
 public:
  using Span = LineGroups::Span;

  explicit PieceList(Remarks& remarks) : remarks_(remarks), sections_(1) {}

  LineGroups& lines() { return lines_; }
  std::size_t size() const { return pieces_.size(); }

  void put(std::string literal, Span span, Context context = Context::Text, Weight weight = Weight::None);
  void put_token(const TokenPart& token, Span span, Context context, Weight weight);

  // If, ElseIf, Else or EndIf, at `offset`; `line` is 0 where there are no lines.
  void put_section(const TokenPart& part, std::size_t offset, const Home& home, Span line);
  // Sections do not go on behind it.
  void end_home(const Home& home);

  // The pieces [first, last) are the start tag of an element that goes on behind the end of its line: it has to stay
  // when the line vanishes.
  void keep_tag(std::size_t first, std::size_t last, Span line);

  // Once, at the end.
  Template finish();

 private:
  // A branch: what stands behind an If, ElseIf or Else.
  struct Branch {
    std::size_t offset = 0;  // of its If
    std::string_view opened_by;
    Home home;
    Span line = 0;
    std::size_t section = 0;
    std::vector<std::size_t> labels = {};  // pieces
    bool is_else = false;
    bool is_chained = false;  // of an ElseIf: ends with the Else around it
  };

  Piece& add(Span span, Context context, Weight weight);
  std::size_t section() const { return branches_.empty() ? 0 : branches_.back().section; }
  std::size_t value_index(const std::string& token);
  void begin_branch(const TokenPart& part, std::size_t offset, const Home& home, Span line, bool is_chained);
  void begin_else(Span line);
  void end_branch(Span line);
  bool may_follow(const TokenPart& part, std::size_t offset, const Home& home);
  void error(std::size_t offset, std::string text);

  Remarks& remarks_;
  LineGroups lines_;
  std::vector<Piece> pieces_;
  std::vector<std::string> tokens_;
  std::vector<Section> sections_;
  std::vector<Branch> branches_;
};

}  // namespace waybill::signature
