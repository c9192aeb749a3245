// mime/wrap.h: the fallback Wrap: a new message with the original attached (Exchange:
// ApplyHtmlDisclaimerFallbackAction Wrap).
//
// Contract
//   Outside stay Received, Message-ID, From, Sender, Reply-To, To, Cc, Date, Subject, In-Reply-To, References and all
//   other fields but the MIME ones (Content-*, MIME-Version) and DKIM-, ARC- and domain signatures: those
//   are only inside. The new body is multipart/mixed { multipart/alternative { text, html },
//   message/rfc822 { the original, byte for byte } }.
//   The edits touch the body only at its two ends: the original is not copied.
//   message/rfc822 is 7bit, 8bit or binary as the original needs (RFC 2046, 5.2.1), never encoded; the outer
//   message says so too.
#pragma once

#include <string_view>

#include "message/edit.h"
#include "message/message.h"

namespace waybill::mime {

// `html` and `text` are UTF-8. `seed` makes the boundaries: the same message gives the same bytes, and no
// line of it is a boundary.
message::Edits wrap(const message::Message& message, std::string_view html, std::string_view text,
                    std::string_view seed);

// True for fields that describe or seal the original's bytes, and so go with them.
bool belongs_inside(std::string_view field_name);

}  // namespace waybill::mime
