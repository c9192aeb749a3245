// signature/landmarks.h: where the page in HTML begins and ends, for signatures before and behind its text.
//
// What: reads tokens along and remembers the tags of the page: <body>, </body>, <html>, </html>, </head>, doctype.
// Not here: what the text says (signature/reply_html.h).
//
// Contract
//   Mails hold pages in their text: what they quote, what a gateway put around them. Of those tags count
//     <body>, </head>, <html>, doctype: the first, with nothing shown before it and in no quote, table or other block;
//     </body>, </html>: the last, unless it stands in a block that is closed behind it, or in which more is shown.
//   So browsers do: a later <body> adds attributes, and what follows a </body> is still shown.
//   A tag that the text's end cuts off is not read: the text ends before it.
//   A frameset has no place: what stands before it makes it disappear, what stands behind it nobody sees.
// Fails: has_place() is false for a frameset, and when the HTML ends inside a comment or raw text.
// Cost: linear.
// Source: WHATWG HTML, 13.2.6.4.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "signature/html_tokens.h"
#include "signature/open_elements.h"

namespace waybill::signature {

class Landmarks {
 public:
  explicit Landmarks(std::string_view html) : html_(html), open_(html), end_{html.size()} {}

  // In their order; texts may be left out. False at a tag that is cut off.
  bool take(const HtmlToken& token);
  void finish();  // behind the last token

  bool has_place() const { return is_closed_ && !is_frameset_; }
  std::size_t start() const;
  std::size_t end() const { return last().offset; }
  bool end_takes_signature() const { return last().takes_signature; }  // not in a link and the like

 private:
  struct End {
    std::size_t offset = 0;
    std::size_t enclosing = 0;  // blocks
    bool takes_signature = true;
  };

  const End& last() const { return body_end_ ? *body_end_ : html_end_ ? *html_end_ : end_; }
  End end_at(std::size_t offset) { return {offset, open_.enclosing(), open_.takes_signature()}; }
  bool is_top() { return !shown_ && open_.enclosing() == 0 && open_.takes_signature(); }
  void start_tag(const HtmlToken& tag);
  void end_tag(const HtmlToken& tag);
  void note_text(std::size_t end);
  void note_shown();

  std::string_view html_;
  OpenElements open_;
  std::size_t at_ = 0;  // behind the last token that is no text
  bool shown_ = false;  // there was text or a picture
  bool is_closed_ = true;
  bool is_frameset_ = false;
  std::optional<std::size_t> body_start_;
  std::optional<std::size_t> head_end_;
  std::optional<std::size_t> html_start_;
  std::optional<std::size_t> doctype_;
  std::optional<End> body_end_;
  std::optional<End> html_end_;
  End end_;  // of the text, or of all whole tags
};

}  // namespace waybill::signature
