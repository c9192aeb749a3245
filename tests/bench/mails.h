// tests/bench/mails.h: the mails of the bench: 2 KB plain, 20 KB multipart/alternative, larger ones with an attachment,
// and replies.
#pragma once

#include <cstddef>

#include "tests/bench/milter_client.h"

namespace waybill::bench {

// About that size: up to 4 KB a text/plain, up to 1 MB a multipart/alternative of text and HTML, above a
// multipart/mixed of such a one and a base64 attachment.
Mail make_mail(std::size_t size);

// A multipart/alternative of about that size; the second half of its texts is quoted.
Mail make_reply(std::size_t size);

// The same mail of somebody else, whom a rule with UnderReply signs (tests/bench/run).
Mail from_guest(Mail mail);

}  // namespace waybill::bench
