// mime/inline_texts.h: what a message says, for searching in it.
//
// What: every text/plain and text/html without attachment disposition and without file name, decoded: the main bodies
// (mime/main_body.h) and all other texts that a reader sees as the mail's own. Nothing inside of message/rfc822.
// Contract
//   In UTF-8, as mail programs read it (mime/charset.h). Damaged encodings give what they give.
//   is_whole false: a text is longer than limits.text_bytes (its beginning is there), its transfer encoding is
//   unknown (it is there as it stands), or its bytes are no text in its charset (it is left out).
//   Linear.
#pragma once

#include <string>
#include <vector>

#include "base/limits.h"
#include "mime/part_table.h"

namespace waybill::mime {

struct InlineText {
  std::string utf8;
  bool is_html = false;
};

struct InlineTexts {
  std::vector<InlineText> texts;
  bool is_whole = true;
};

InlineTexts read_inline_texts(const PartTable& table, std::string_view body, const base::Limits& limits);

}  // namespace waybill::mime
