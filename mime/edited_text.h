// mime/edited_text.h: one text part after its edits, held against what it was and what it should be.
//
// What: the part of the verification (mime/verify.h) that looks inside a text. It decodes the bytes that
// will be sent by what the new header says of them, as a mail program will.
// Contract: REQUIRES text parts. Nothing when all is well, else what is wrong, in words. Linear.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mime/part_table.h"

namespace waybill::mime {

struct TextBytes {
  const Part& part;
  std::string_view raw;  // the part's body
};

// `intended` is UTF-8.
std::optional<std::string> check_edited_text(const TextBytes& before, const TextBytes& after,
                                             std::string_view intended);

}  // namespace waybill::mime
