// message/raw_message.h: a message as a file holds it, and the file again after edits.
//
// What: `waybill explain` and `waybill apply`, golden cases and fuzz targets read messages from files; an MTA
// hands over fields and body apart.
//
// Contract
//   The header ends at the first empty line, or before the first line that is neither a field nor a
//   continuation (as Postfix reads it). A "From " line on top (mbox) is kept and is no field.
//   Line ends may be CRLF, LF or mixed. write() of no edits gives back the bytes that were read.
//   All views point into the bytes given to read().
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "message/edit.h"
#include "message/header_list.h"

namespace waybill::message {

struct RawMessage {
  std::string_view mbox_line;                // "From ..." with its line end, or empty
  HeaderList headers;                        // as message/header_list.h says
  std::vector<std::string_view> raw_fields;  // the same fields as they stand, line ends included
  std::string_view separator;                // the empty line, or nothing
  std::string_view body;
  std::string_view line_end;  // what the first line of the file ends with; CRLF when it has none
};

RawMessage read(std::string_view bytes);

std::string write(const RawMessage& message, const Edits& edits);

}  // namespace waybill::message
