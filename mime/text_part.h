// mime/text_part.h: one text part, read for editing.
//
// What: text() is the part's text in UTF-8 with the line ends it has; splice() changes it; edits() says
// which bytes of the original body must change for that, in the part's charset and transfer encoding.
// Not here: where to insert (signature/place.h), how encoded bytes change (mime/reencode.h).
//
// Contract
//   Bytes outside the splices stay as they are: in 7bit, 8bit and quoted-printable only the inserted
//   text is encoded; base64 is re-encoded from the line of the first splice on. Missing final line
//   ends, trailing blank lines, soft line breaks survive. In ISO-2022 and other charsets with a state,
//   whole lines are written anew where a splice is inside of one.
//   A text/plain part whose charset lacks a character of an insertion becomes UTF-8 as a whole: 7bit
//   and us-ascii with quoted-printable, never 8bit. In HTML the caller inserts ASCII (character
//   references) when fits() says no; the charset never changes. A part in which a line would grow beyond
//   990 bytes becomes quoted-printable.
//   8-bit bytes under us-ascii or no charset are UTF-8 when valid, else windows-1252. In a charset that is not
//   known, or that the bytes are not in, every byte from 0x80 on shows as the character of that number,
//   and only ASCII fits.
//   A text that begins with a byte order mark keeps it in front: a splice before it stands behind it.
//   Edits of several splices are right together; splices of a later rule see earlier ones.
// Fails: UnknownCharset, BadEncoding, Limit, or Ambiguous (a field that stands there twice would have to change), as
//   message::Reason.
// Cost: linear; text that is UTF-8 already, unencoded, is not copied until it changes.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/limits.h"
#include "message/edit.h"
#include "message/outcome.h"
#include "mime/charset.h"
#include "mime/charset_changes.h"
#include "mime/part_table.h"
#include "mime/reencode.h"

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
  std::string_view line_end() const { return line_end_; }

  std::string_view text() const;
  // Every character exists in the part's charset, and its bytes may stand there (in 7bit: ASCII).
  bool fits(std::string_view utf8) const;
  // text()[begin, end) becomes `replacement` (UTF-8, lines ended as line_end() says). REQUIRES ends of characters.
  void splice(std::size_t begin, std::size_t end, std::string_view replacement);
  bool changed() const { return !changes_.empty(); }

  // Body edits and, when charset or encoding change, edits of the part's header. Sorted by offset.
  std::variant<message::Edits, message::Reason> edits() const;

 private:
  TextPart(const message::Message& message, const PartTable& table, std::size_t index)
      : message_(&message), table_(&table), index_(index) {}
  std::optional<message::Reason> read_bytes(const base::Limits& limits);
  std::optional<message::Reason> read_characters(const base::Limits& limits);
  std::string_view find_line_end() const;

  const Part& part() const { return (*table_)[index_]; }
  std::string_view raw() const { return part().body.of(message_->body); }
  std::string_view bytes() const { return decoded_ ? std::string_view(*decoded_) : raw(); }
  std::string_view original() const { return utf8_ ? std::string_view(*utf8_) : bytes(); }
  bool is_encoded() const;
  bool is_7bit() const;
  bool exists(std::string_view utf8) const;
  bool may_become_utf8() const;
  std::vector<ByteChange> changes_to_utf8() const;
  std::optional<std::vector<ByteChange>> changes_in_charset() const;
  bool needs_quoted_printable(const std::vector<ByteChange>& changes, bool to_utf8) const;
  bool has_encoded_line_feeds() const;
  bool delimiter_is_next() const;
  message::Edits edits_for(const std::vector<ByteChange>& changes, bool to_utf8, bool to_quoted) const;

  const message::Message* message_;
  const PartTable* table_;
  std::size_t index_;
  // Shared by copies of the TextPart; null: the body's own bytes, and those bytes as UTF-8.
  std::shared_ptr<const std::string> decoded_;
  std::shared_ptr<const std::string> utf8_;
  TextReading::Kind kind_ = TextReading::Kind::Declared;
  std::string_view charset_;
  std::string_view writing_;
  std::size_t mark_ = 0;
  std::string_view line_end_;
  std::vector<TextChange> changes_;  // of original()
  std::string current_;              // the text, once it was changed
};

}  // namespace waybill::mime
