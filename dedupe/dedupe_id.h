// dedupe/dedupe_id.h: what is "the same message" (docs/formats.md).
//
// Contract
//   The same ID for a retransmission of the same message: other Received and trace fields, other
//   folding, other transfer encoding, other line ends. Another ID for any other message, also one with
//   equal Message-ID and Date: one changed byte of content changes it. `v1:` and 43 characters of
//   base64url of SHA-256.
//   Made of header fields and content only, never of time, host or queue.
// Cost: one pass over the body; at least one SHA-256 of the decoded content.
#pragma once

#include <string>

#include "message/message.h"
#include "mime/part_table.h"

namespace waybill::dedupe {

inline constexpr const char* kFieldName = "X-Waybill-Dedupe-ID";

std::string dedupe_id(const message::Message& message, const mime::PartTable& table);

// A Message-ID that its author's program gave it, not the MTA on the way (which puts its queue id in it).
bool has_own_message_id(const message::Message& message);

}  // namespace waybill::dedupe
