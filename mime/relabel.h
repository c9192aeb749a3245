// mime/relabel.h: the header of a text part whose text changes.
//
// Contract: the message's own header is changed by header edits, that of another part by splices of the
// body, sorted. Values change in place; everything else in the header stays. What was not there is added
// at the end; MIME-Version too, to a message without. Content-MD5 goes (RFC 1864: it is of the old text).
// A part without empty line between header and body gets one, where the body could become header otherwise.
#pragma once

#include <cstddef>

#include "message/edit.h"
#include "message/message.h"
#include "mime/part_table.h"

namespace waybill::mime {

struct Relabel {
  bool to_utf8 = false;              // the charset becomes UTF-8
  bool to_quoted_printable = false;  // the transfer encoding does
  bool to_new_start = false;         // the body begins with other bytes
};

message::Edits relabel(const message::Message& message, const PartTable& table, std::size_t index,
                       const Relabel& change);

}  // namespace waybill::mime
