// signature/reply_html.h: the newest text of an HTML mail, read along with its tokens.
//
// What: makes lines of the tokens for signature/reply_finder.h, knows the elements by which mail clients mark
// what they quote (classes, ids, borders), and the place above each line where a block may be inserted.
//
// Contract
//   A place is the boundary of a token: of all between the last text and the line the one inside of the fewest inline
//   elements, then of the fewest elements, then the last. Never in what forbids a signature
//   (signature/open_elements.h), <a>, <head>, or in a table or list outside of its cells and items; never where
//   elements are nested deeper than 512. A marker is found in the newest text only, also when inline tags divide it or
//   references spell it; not in <pre>.
// Cost: linear; nothing is read behind the beginning of a quote that runs to the end.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signature/client_elements.h"
#include "signature/html_elements.h"
#include "signature/html_tokens.h"
#include "signature/marker_finder.h"
#include "signature/reply_finder.h"

namespace waybill::signature {

class ReplyHtml {
 public:
  // An empty marker is found nowhere.
  ReplyHtml(std::string_view html, std::string_view marker) : html_(html), marker_(marker) {}

  void take(const HtmlToken& token);  // in their order

  ReplyFinder::Found finish();
  const std::optional<MarkerFinder::Range>& marker() const { return marker_.found(); }

 private:
  struct Open {
    HtmlToken tag;
    ElementInfo info;
    ClientRole role = ClientRole::None;
    bool takes_blocks = true;  // a block may be inserted here
    bool is_forbidding = false;
  };
  // Of a place: smaller is better.
  struct Rank {
    int inlines = 0;
    std::size_t depth = 0;
    auto operator<=>(const Rank&) const = default;
  };

  void start(const HtmlToken& token);
  void end(const HtmlToken& token);
  void text(const HtmlToken& token);
  void push(const HtmlToken& token, const ElementInfo& info, ClientRole role);
  void pop();
  void count(const Open& open, int step);

  std::size_t append_words(std::size_t begin, std::size_t end);
  void append(char32_t c, std::size_t begin, std::size_t end);
  void begin_line();
  void end_line();
  bool is_newest() const;  // what is appended
  bool takes_blocks() const;
  void note_place(std::size_t offset);
  void forget_place_at_top();

  std::string_view html_;
  MarkerFinder marker_;
  ReplyFinder finder_;
  std::vector<Open> open_;
  bool too_deep_ = false;
  // Of what is open.
  int inlines_ = 0;
  int forbidding_ = 0;
  int quotes_ = 0;
  int intros_ = 0;
  int footers_ = 0;

  std::string line_;
  bool has_content_ = false;    // the line shows something
  bool shown_ = false;          // a line did
  bool is_blank_line_ = false;  // and else, that it is an empty one
  std::size_t line_place_ = ReplyFinder::kNowhere;
  ReplyFinder::Kind line_kind_ = ReplyFinder::Kind::Own;
  std::size_t place_ = ReplyFinder::kNowhere;  // the best since the last line
  Rank rank_;
};

}  // namespace waybill::signature
