// dedupe/dedupe_id.h: what is "the same message" (docs/formats.md).
//
// Contract
//   The same ID for a retransmission of the same message: other Received and trace fields, other folding, other
//   transfer encoding, other line ends (dedupe/canonical_form.h). Another ID for any other message, also one with equal
//   Message-ID and Date: one changed byte of content changes it.
//   Made of header fields and content only, never of time, host or queue.
//   Without a key `v2:` and 43 characters of base64url of SHA-256 over the canonical form. With one `k2:` and as much
//   of HMAC-SHA-256 over that digest: who does not have the key cannot know the ID of a message before it passes, and
//   send another one under it.
// Cost: one pass over the body; at least one SHA-256 of the decoded content.
#pragma once

#include <string>
#include <string_view>

#include "message/message.h"
#include "mime/part_table.h"

namespace waybill::dedupe {

inline constexpr const char* kFieldName = "X-Waybill-Dedupe-ID";

std::string dedupe_id(const message::Message& message, const mime::PartTable& table, std::string_view key = {});

// Whether the one ID in a header from inside still stands for this message: another hub of ours wrote it, as a Received
// field says, and since then it became no other message, as on a list (List-Id) or when it is sent again (Resent-*).
// Programs that write a new message after an old one may take its fields along.
bool is_stamped(const message::HeaderList& headers);

// REQUIRES a canonical form.
std::string id_of_form(std::string_view canonical_form, std::string_view key);

}  // namespace waybill::dedupe
