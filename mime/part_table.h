// mime/part_table.h: where the parts of a message are (RFC 2045, RFC 2046).
//
// What: a flat table of parts with byte offsets into the original body, filled by one iterative pass.
// Not here: decoding (mime/codec.h), what is to be signed (mime/main_body.h).
//
// Contract
//   parts()[0] is the message itself; its fields are the message's header, its body is the whole body.
//   A child stands behind its parent. Only multiparts have children; message/rfc822 is a leaf.
//   Ranges of children lie inside the parent's body, in order, and do not overlap. A part's body ends
//   before the line break that belongs to the next delimiter (RFC 2046, 5.1.1).
//   A boundary that is a prefix of another, bare LF, missing closing delimiters and an outer delimiter
//   that ends an inner multipart are read as RFC 2046 says and as mail programs do. A multipart
//   without boundary parameter, or whose delimiter never occurs, is a leaf.
//   What is malformed is read as Python's email package reads it: a delimiter that fits several open
//   multiparts belongs to the outermost; behind a closing delimiter only outer ones count; a line that is
//   no field ends a header (mime/part_header.h); delimiters in a row make no part between them. One
//   difference: an opening delimiter with the closing one right behind it closes the multipart.
// Fails: TooLarge beyond limits.parts, limits.nesting, limits.header_bytes, and when a Content-Type,
//   Content-Disposition or Content-Transfer-Encoding is longer than limits.field_value_bytes: read as
//   absent it would make a text of a multipart.
// Cost: linear in the size of the body.
// Why offsets: an edit is "replace these bytes"; nothing is ever re-serialised.
//
//   body   preamble --b CRLF  header CRLF CRLF  text  CRLF --b-- epilogue
//   part k                    ^header...........^body.^
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "message/message.h"
#include "mime/field_value.h"

namespace waybill::mime {

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const { return end - begin; }
  std::string_view of(std::string_view body) const { return body.substr(begin, end - begin); }
  friend bool operator==(const Range&, const Range&) = default;
};

enum class TransferEncoding { SevenBit, EightBit, Binary, QuotedPrintable, Base64, Unknown };

constexpr std::size_t kNoPart = static_cast<std::size_t>(-1);

struct Part {
  std::size_t parent = kNoPart;
  std::vector<std::size_t> children = {};
  Range header = {};  // the fields with their line breaks, without the empty line; empty for part 0
  Range body = {};
  bool closed = true;  // multipart: its closing delimiter was seen

  // Missing: text/plain (in multipart/digest: message/rfc822); empty or just "text": text/plain.
  FieldValue content_type = {};
  bool has_content_type = false;
  FieldValue disposition = {};
  TransferEncoding encoding = TransferEncoding::SevenBit;
  std::string content_id = {};
  // More than one Content-Type or Content-Transfer-Encoding. The first counts; some programs take the last.
  bool repeats_fields = false;
  bool is_contradictory = false;  // and they differ

  bool is(std::string_view type) const { return content_type.value == type; }
  bool is_multipart() const { return content_type.value.starts_with("multipart/"); }
  bool is_text() const { return content_type.value.starts_with("text/"); }
  // The file name of the disposition, else the name of the type; raw, empty when there is none.
  std::string_view file_name() const;
};

class PartTable {
 public:
  const std::vector<Part>& parts() const { return parts_; }
  const Part& operator[](std::size_t index) const { return parts_[index]; }
  std::size_t size() const { return parts_.size(); }

  // The header fields of a part other than 0, by value (LF folding, as in message::HeaderList).
  message::HeaderList headers(std::size_t index, std::string_view body) const;

  // Mail programs disagree where its parts are: a CR without LF ends a line of a part's header, stands beside a
  // delimiter, or inside of a MIME field of the message: to this table it is a line end, to RFC 5322 (2.2) it is not.
  // Or a NUL stands in a MIME field, where some programs stop to read, or two slashes in a type.
  bool is_ambiguous() const { return ambiguous_; }

  // The invariants above; for tests, fuzz targets and debug builds.
  bool is_consistent(std::size_t body_size) const;

 private:
  friend base::Result<PartTable> scan(const message::HeaderList&, std::string_view, const base::Limits&);
  std::vector<Part> parts_;
  bool ambiguous_ = false;
};

base::Result<PartTable> scan(const message::HeaderList& headers, std::string_view body, const base::Limits& limits);

}  // namespace waybill::mime
