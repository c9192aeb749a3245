// mime/text_part.h: one text part, read for editing.
//
// What: text() is the part's text in UTF-8 with the line ends it has; splice() changes it; edits() says
// which bytes of the original body must change for that, in the part's charset and transfer encoding.
// Not here: where to insert (signature/place.h).
//
// Contract
//   Bytes outside the splices stay as they are: in 7bit, 8bit and quoted-printable only the inserted
//   text is encoded; base64 is re-encoded from the line of the first splice on. Missing final line
//   ends, trailing blank lines, soft line breaks survive.
//   A text/plain part whose charset lacks a character of an insertion becomes UTF-8 as a whole: 7bit
//   and us-ascii with quoted-printable, never 8bit. In HTML the caller inserts ASCII (character
//   references) when fits() says no; the charset never changes.
//   8-bit bytes under us-ascii or no charset are UTF-8 when valid, else windows-1252.
//   Edits of several splices are right together; splices of a later rule see earlier ones.
// Fails: UnknownCharset or BadEncoding or Limit as message::Reason.
// Cost: linear; text that is UTF-8 already, unencoded, is not copied until it changes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/limits.h"
#include "message/edit.h"
#include "message/outcome.h"
#include "mime/part_table.h"

namespace waybill::mime {

class TextPart {
 public:
  // `message` and `table` outlive the TextPart.
  static std::variant<TextPart, message::Reason> read(const message::Message& message, const PartTable& table,
                                                      std::size_t index, const base::Limits& limits);

  std::size_t index() const { return index_; }
  bool is_html() const;
  bool is_flowed() const;  // RFC 3676
  bool is_delsp() const;
  // What the part's lines end with: the more frequent of CRLF and LF, else the message's.
  std::string_view line_end() const;

  std::string_view text() const;
  bool fits(std::string_view utf8) const;  // every character exists in the part's charset
  // text()[begin, end) becomes `replacement` (UTF-8, lines ended as line_end() says).
  void splice(std::size_t begin, std::size_t end, std::string_view replacement);
  bool changed() const;

  // Body edits and, when charset or encoding change, edits of the part's header. Sorted by offset.
  std::variant<message::Edits, message::Reason> edits() const;
  // The Content-Type charset and the encoding that the part has after edits(), for the verification.

 private:
  // implementer: design the state (pieces over the decoded original)
  std::size_t index_ = 0;
};

}  // namespace waybill::mime
