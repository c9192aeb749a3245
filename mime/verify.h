// mime/verify.h: the result of the edits, parsed again and compared with what it should be.
//
// Contract: nothing for "as intended"; else a sentence that names the part and the difference. Checked:
// count, nesting, types, parameters, names, dispositions and encodings of all parts; the bytes of header
// and body of every part that was not to change; preamble, epilogue and delimiters; header fields that no
// edit names; and that each edited text decodes to exactly the text it was meant to have.
// Independent of how edits are made: it looks at bytes only.
// Cost: one more pass over the message; unchanged bytes are compared as slices.
#pragma once

#include <optional>
#include <string>
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

// The same for a wrapped message: the last part of the new multipart/mixed is message/rfc822 and holds
// the original fields and body byte for byte.
std::optional<std::string> verify_wrap(const message::Message& before, const message::Edits& edits,
                                       const base::Limits& limits);

}  // namespace waybill::mime
