// signature/reply_finder.h: where the newest text of a mail ends and the quoted mail begins.
//
// What: takes a mail line by line, from plain text or HTML, and finds the beginning of what is quoted to the
// end: the attribution or header above the quote included.
// Not here: how a text becomes lines (signature/reply_plain.h, signature/reply_html.h).
//
// Contract
//   A quote is either marked line by line (">", <blockquote>) or runs to the end of the mail (below
//   "-----Original Message-----", a header of From, Sent, To, Subject, or an attribution without marked lines).
//   Text of her own below a marked quote means that the mail was answered at the bottom or in between: then there
//   is nothing to find, unless an attribution or a header above the last quote shows that the mail begins there.
//   A signature of hers or the footer of a list ("-- ", "_____") below a quote is no such text.
//   A line of own text that only began as an attribution is own text again when it does not go on as one.
// Fails: never; in doubt it finds nothing, and says why. Linear, memory constant: it looks back at 12 lines.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "signature/reply_words.h"

namespace waybill::signature {

class ReplyFinder {
 public:
  enum class Kind { Own, Quoted, Intro, Footer };  // Intro: marked as an attribution. Footer: as a signature.

  static constexpr std::size_t kNowhere = std::string_view::npos;
  static constexpr std::size_t kLongestLine = 400;  // bytes that are looked at

  // A line, white space collapsed; `place`: where something above it would stand, or kNowhere.
  void take(std::string_view line, std::size_t place, Kind kind);
  void take_rule(std::size_t place);      // <hr>
  void expect_header(std::size_t place);  // what follows is quoted, if it begins like a header
  void quote_rest(std::size_t place);     // what follows is quoted
  void expect_rest(std::size_t place);    // where a client would sign; counts when there is no better sign

  bool is_done() const { return rest_; }                // all that follows is quoted
  bool is_in_quote() const { return state_.in_quote; }  // of marked lines
  bool expects_quote();                                 // the last line was an attribution
  bool is_inside_address() const;                       // the last line ended in an open <

  struct Found {
    std::optional<std::size_t> place;
    std::string_view how;  // "under-reply", "append: no quote found" ...
  };
  Found finish() const;

 private:
  struct State {
    bool has_own = false;
    bool in_quote = false;   // marked lines, and nothing but blank lines behind
    bool in_footer = false;  // behind a quote
    bool has_text_below = false;
    bool is_attributed = false;  // the quote at `cut` has an attribution
    std::optional<std::size_t> cut = {};
    std::optional<std::size_t> attribution = {};  // complete, and waiting for what follows
  };
  struct Line {
    std::string text;
    std::size_t place = kNowhere;
    State before;
    bool is_rule = false;
    bool is_divider = false;  // in an unknown language
    bool follows_blank = false;
    std::optional<Attribution> attribution = {};  // what the line holds of one, once that was asked
  };

  void take_quoted(std::size_t place);
  void take_text(std::string_view text, std::size_t place, bool is_intro);
  void note_own();
  void recognize(std::string_view text);
  bool recognize_header(std::string_view text);
  bool recognize_unknown_header(std::string_view text);
  void recognize_attribution();
  const Attribution& attribution_in(std::size_t number);
  std::size_t likely_attribution();  // how many last lines; 0: none
  void attribute(std::size_t count);
  void quote_from(std::size_t number);

  void push(std::string_view text, std::size_t place);
  std::size_t kept() const { return std::min(count_ - first_, lines_.size()); }
  Line& line(std::size_t number) { return lines_[number % lines_.size()]; }
  const Line& line(std::size_t number) const { return lines_[number % lines_.size()]; }
  std::size_t above_rules(std::size_t number) const;

  State state_;
  bool rest_ = false;
  std::size_t rest_place_ = kNowhere;
  std::optional<std::size_t> expected_header_;
  std::optional<std::size_t> expected_rest_;
  bool has_rest_ = false;  // text behind expected_rest_

  std::array<Line, 12> lines_ = {};
  std::size_t count_ = 0;  // lines ever pushed
  std::size_t first_ = 0;  // older ones are of another paragraph of the mail
  bool after_blank_ = false;

  unsigned labels_ = 0;  // of the header that may be coming
  bool has_address_ = false;
  std::size_t header_ = 0;          // its first line
  std::size_t unknown_labels_ = 0;  // lines below a rule that look like a header in another language
  std::size_t gap_ = 0;             // lines without a label since
};

}  // namespace waybill::signature
