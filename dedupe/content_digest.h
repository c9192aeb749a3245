// dedupe/content_digest.h: the digest of a part's content that survives what relays do to it (docs/formats.md).
//
// What: SHA-256 over the decoded bytes. Not here: the digest of an enclosed message (dedupe/canonical_form.h).
//
// Contract
//   Line ends of what is not base64 are CRLF, as SMTP has them, whatever the file or the milter has.
//   A line that an MTA broke, as it was too long for it, is whole again. Postfix (smtp_line_length_limit, 998) puts
//   CRLF and a blank behind 998 bytes; Sendmail (L= of the mailer, 990) puts "!", CRLF and a blank behind 989, and in
//   lines beyond 2 KB sometimes behind some 70 more. Seen with Postfix 3.7.11 and Sendmail 8.17.1.9.
//   In text/* CRLF counts as LF after decoding, too: programs differ in what they put into base64. Of the text of a
//   message that has one part only, line ends at its end do not count: Sendmail adds one when it makes 8bit of
//   quoted-printable or base64 (mailer flag 9). A message's last part that lacks the closing delimiter ends before the
//   line end where Sendmail puts that delimiter.
// Cost: linear; one pass of decoding and one of SHA-256 (two where programs disagree), in pieces of some 64 KB.
#pragma once

#include <string>
#include <string_view>

#include "dedupe/sha256.h"
#include "mime/part_table.h"

namespace waybill::dedupe {

// In lower-case hexadecimal; where programs disagree on what is decoded, ` raw ` and another of the bytes as they
// stand, without white space. REQUIRES a part without children. `body`: of the message it stands in, which is the
// outermost or one that is enclosed.
std::string content_digest(Sha256& hash, const mime::Part& part, std::string_view body, bool is_outermost);

}  // namespace waybill::dedupe
