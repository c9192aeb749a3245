// mime/main_body.h: which texts are the message's own (docs/rules.md, "What is signed").
//
// What: text/plain or text/html without attachment disposition and without file name is itself a main
// body; multipart/alternative: those of every child; multipart/related: of the start part, else the
// first; mixed and every other multipart: of the first child that is no picture shown in place (image/* without
// attachment disposition).
// Contract: pure; looks at the table, and at the first bytes of a text for inline PGP.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "message/outcome.h"
#include "mime/part_table.h"

namespace waybill::mime {

struct MainBody {
  std::vector<std::size_t> texts;                          // part indexes, ascending
  std::optional<message::Reason> obstacle = std::nullopt;  // why none of them may be edited; then texts is empty
};

// Signed and encrypted on the way to the main body is an obstacle even when other texts stand beside it;
// calendar-only, TNEF, report, no-body-text and a structure that mail programs read differently too. A part on the way
// with two types or transfer encodings that differ is read differently.
MainBody find_main_body(const PartTable& table, std::string_view body);

// text/plain or text/html without attachment disposition and without file name: read as text of the message, whether it
// is a main body or stands behind it.
bool is_own_text(const Part& part);

}  // namespace waybill::mime
