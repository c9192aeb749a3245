// mime/reencode.h: changes of decoded bytes as changes of the encoded ones.
//
// What: which bytes of a part's body must change so that it decodes to changed bytes. Not here: which
// bytes those are in the part's charset (mime/text_part.h).
// Contract: changes are sorted, do not overlap and do not touch. 7bit, 8bit, binary: only they change.
// Quoted-printable: only they are encoded, with soft breaks where a line would be longer than 76; a byte in
// front of them is written anew where it would mean something else now (a lone '=', a blank at a line end).
// Base64: everything from the line of the first change on is encoded again, in lines as long as before;
// what stands behind the data stays.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "message/edit.h"
#include "mime/part_table.h"

namespace waybill::mime {

struct ByteChange {  // decoded[begin, end) becomes bytes
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string bytes = {};
};

struct EncodedBody {
  std::string_view raw;
  std::string_view decoded;
  TransferEncoding encoding = TransferEncoding::SevenBit;
  std::string_view line_end;  // for new lines when raw has none to go by
  bool has_lines = true;      // false: line breaks are bytes like others, or not single bytes (UTF-16)
};

// Offsets in raw.
std::vector<message::SpliceBody> reencode(const EncodedBody& body, const std::vector<ByteChange>& changes);

// The whole of it as quoted-printable.
std::string as_quoted_printable(const EncodedBody& body, const std::vector<ByteChange>& changes);

std::string apply(std::string_view decoded, const std::vector<ByteChange>& changes);

// Whether a line of an unencoded body that was shorter grows beyond 990 bytes: RFC 5322, 2.1.1 allows 998, but Sendmail
// (8.17.1) breaks longer ones on their way out.
bool makes_long_line(std::string_view raw, const std::vector<ByteChange>& changes);

}  // namespace waybill::mime
