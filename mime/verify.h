// mime/verify.h: the result of the edits, parsed again and compared with what it should be.
//
// Contract: nothing for "as intended"; else a sentence that names the part and the difference. Checked:
//   - edits are as message/edit.h says, and no header value breaks out of its field
//   - header fields that no edit names are the same, in the same order
//   - count, nesting, types, parameters, names, dispositions, IDs and encodings of all parts
//   - header and body of every part that was not to change, and preambles, delimiters, empty lines and
//     epilogues, to the byte
//   - each edited text decodes to exactly the text it was meant to have; its charset is the old one or UTF-8, its
//     encoding the old one or quoted-printable; of its header only the fields that say so differ, and no
//     Content-MD5 is left
//   - an edited text does not get worse than it was: 8-bit bytes, bare LF or CR, lines over 998 bytes (RFC 5322,
//     2.1.1), stray bytes in base64 or quoted-printable
// Independent of how edits are made: it looks at bytes only.
// Cost: one more pass over the message; unchanged bytes are compared as slices. One copy of the new body.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "message/edit.h"
#include "message/message.h"
#include "mime/part_table.h"

namespace waybill::mime {

struct IntendedText {
  std::size_t part = 0;
  std::string_view text;  // UTF-8
};

std::optional<std::string> verify(const message::Message& before, const PartTable& table, const message::Edits& edits,
                                  const std::vector<IntendedText>& texts, const base::Limits& limits);

// The same for a wrapped message (mime/wrap.h): outside, the fields that belong there as they were and no
// others but named ones; multipart/mixed of an alternative of two readable texts and a message/rfc822 that
// holds the original fields and body byte for byte; nothing else.
std::optional<std::string> verify_wrap(const message::Message& before, const message::Edits& edits,
                                       const base::Limits& limits);

}  // namespace waybill::mime
