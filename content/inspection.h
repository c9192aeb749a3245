// content/inspection.h: everything that is attached to one message, opened and looked at.
//
// What counts as an attachment: every part that is neither a multipart, nor a text of the message itself (text/plain or
// text/html without attachment disposition and without a file name, wherever it stands), nor a detached signature.
// Inline pictures count. What stands inside of an attachment is an attachment of its own: members of archives, the
// parts of an attached message (its texts too), objects embedded in an Office document of 2007 or later. What such a
// document is made of does not count: it is no archive.
// Contract
//   No recursion: what was found inside waits in a queue. Bounds: limits.attachments, limits.archive_depth,
//   limits.unpacked_bytes, limits.attachment_text_bytes; beyond, beyond_limits is set, and what was found by then
//   stays. An archive with a password is supported (its kind is known) and protected; so are its members. A damaged
//   archive or member is not supported; what could be read of it counts.
// REQUIRES a thread whose locale has UTF-8 (content/archive.h).
#pragma once

#include "base/limits.h"
#include "content/file_types.h"
#include "message/attachments.h"
#include "message/message.h"

namespace waybill::content {

message::Attachments inspect_message(const message::Message& message, FileTypes& types, const base::Limits& limits);

}  // namespace waybill::content
