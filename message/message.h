// message/message.h: a whole message as it arrived. Immutable once built.
//
// Contract
//   body does not own its bytes: they live in the session (memory or a mapped spool file) or in
//   the file that was read, and outlive the Message. From an MTA the lines of the body end with
//   CRLF; a file keeps what it has. line_end is what added lines of the header use.
#pragma once

#include <string_view>

#include "message/envelope.h"
#include "message/header_list.h"

namespace waybill::message {

struct Message {
  Envelope envelope;
  HeaderList headers;
  std::string_view body;
  std::string_view line_end = "\r\n";
};

}  // namespace waybill::message
