// dedupe/message_id.h: whose a Message-ID is, and one for a message that has none (RFC 5322, 3.6.4).
//
// Contract
//   Postfix adds a Message-ID with its queue id, and a Date, to mail of local programs before filters see it: another
//   one for every transmission. Such a field is the MTA's, and does not tell messages apart.
//   Neither does one of ours (made_message_id() of an earlier hub).
//   made_message_id() is the same for every copy and every retransmission of a message.
//   A message with neither Message-ID nor Date of its own may be another mail with the same words ("disk full", each
//   hour), and mailbox stores suppress by what stands in the header: its Message-ID, and what stamped() makes of its
//   dedupe ID, depend on the queue id too, and no two arrivals get the same.
// Pure.
#pragma once

#include <string>
#include <string_view>

#include "message/message.h"

namespace waybill::dedupe {

// A field of that name stands there and holds the queue id the message has right now.
bool is_made_by_mta(const message::Message& message, std::string_view name);

// A Message-ID that its author's program gave it.
bool has_own_message_id(const message::Message& message);

// Whether Message-ID or Date is the author's.
bool is_recognizable(const message::Message& message);

// Whether an equal message is this one, sent again, and not another that its author made alike: it has a Message-ID and
// a Date of its own, and, when it was resent, a Resent-Message-ID of its own.
bool is_comparable(const message::Message& message);

// "<waybill.TOKEN@DOMAIN>", of any domain.
bool is_made_by_us(std::string_view message_id);

// The dedupe ID as it stands in the header: with ".ARRIVAL" behind it where the message is not recognizable.
std::string stamped(const message::Message& message, const std::string& id);
std::string_view without_arrival(std::string_view stamped_id);

// "<waybill.TOKEN@DOMAIN>". `id` is the message's dedupe ID.
std::string made_message_id(const message::Message& message, std::string_view id, std::string_view domain);

}  // namespace waybill::dedupe
