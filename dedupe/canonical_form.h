// dedupe/canonical_form.h: a message as text in lines, the same whatever way the message came (docs/formats.md).
//
// What: the header fields that authors write, and for each part its type, what describes it, and a digest of its
// content. Not here: the digest (dedupe/content_digest.h), the hash of all (dedupe/dedupe_id.h).
//
// Contract
//   Relays fold header fields anew, and Sendmail 8.17.1.9 writes lists of addresses anew: blanks behind commas, no
//   empty elements, quotes around names that need some ("Joe Q. Public" <joe@...>). Both convert transfer encodings,
//   inside of enclosed messages too (message/rfc822); Sendmail adds X-MIME-Autoconverted there, and the charset
//   unknown-8bit (RFC 1428) where a message with 8-bit bytes has no Content-Type. None of this is seen here. What is
//   not stable: addresses without a domain (Sendmail and, for its own clients, Postfix complete them), what no message
//   may have (RFC 5321 and 5322: a CR alone, NUL, a header line that is no field), obsolete routes and comments inside
//   of addresses, and multiparts that lack delimiters. No value can fake a line: all are free of line ends.
// Cost: linear; messages enclosed in each other are read once for each level, at most 20 levels deep.
// Why messages are not made equal further: two messages that count as one may lose one of them, which is worse than an
// ID that changes on the way.
#pragma once

#include <string>

#include "message/message.h"
#include "mime/part_table.h"

namespace waybill::dedupe {

std::string canonical_form(const message::Message& message, const mime::PartTable& table);

}  // namespace waybill::dedupe
