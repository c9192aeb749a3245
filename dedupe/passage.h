// dedupe/passage.h: how a retry of a message is known: the same message on the same way.
//
// What: a message that was tempfailed after some of its copies were delivered comes again. Those who have their copy
// are remembered under the message's Passage (engine/ports.h, Delivered), and get no second one.
//
// Contract
//   The dedupe ID says which message. The way is a digest of what tells apart two arrivals of one message that must
//   both be delivered: the envelope sender and List-Id (a list sends what its reader got directly too; Resent-* fields
//   are part of the ID). Neither the rules nor the bytes of the copy are part of it: who has the message, has it, also
//   when rules or a date in the signature changed between two tries; whom the changed rules add is not known, and gets
//   a copy.
//   A message without an own Message-ID (none, the MTA's, or ours) is anonymous: the next one like it may be a
//   retry, or another mail with the same words ("disk full", each hour). It is remembered for an hour, and is to be
//   forgotten as soon as the MTA was told to accept the whole message.
// Pure; about as fast as two SHA-256 of a short text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "message/message.h"

namespace waybill::dedupe {

// Seconds. MTAs give up after five days (RFC 5321, 4.5.4.1).
inline constexpr std::int64_t kRetryLifetime = 7 * 24 * 3600;
inline constexpr std::int64_t kAnonymousLifetime = 3600;

struct Passage {
  std::string id;   // the dedupe ID
  std::string way;  // 22 characters of base64url
  bool is_anonymous = false;

  std::int64_t lifetime() const { return is_anonymous ? kAnonymousLifetime : kRetryLifetime; }
};

// `id` is dedupe_id(message, ...), stamped() or not.
Passage passage(const message::Message& message, std::string_view id);

}  // namespace waybill::dedupe
