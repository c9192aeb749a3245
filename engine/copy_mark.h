// engine/copy_mark.h: how a copy that we hand to the MTA again is known when it comes back to us.
//
// What: a copy passes the milters of the re-injection port, which may be us once more. The header field that
// copy_mark() makes says that the rules have seen it; admit_copy() believes it and has it removed.
//
//     X-Waybill-Copy: v1 1767225600 SPKNDcplDr9XXyVcHN3HaA ...
//
// The time (seconds since 1970) and, for each recipient, 128 bits of HMAC-SHA-256 over the dedupe ID, the time and
// that recipient.
//
// Contract
//   Pure. A mark holds for the recipients it was made for and any of them (the MTA may have refused the others), with
//   the X-Waybill-Dedupe-ID that the message carries, for an hour, and a minute before its time (clocks are set).
//   It does not hold for other bytes than those it was sent with by proof, but by place: it never leaves the host. Who
//   verifies it removes it; without_marks() is for mail that shows a mark which does not hold.
//   Compared in constant time.
// Why one word a recipient: the MTA refuses recipients one by one after the mark was made; a mark over all of them
// would fail for the rest, and the rules would see the copy again. 1000 recipients make 24 KB of header, below the
// 100 KB that Postfix takes (header_size_limit).
// Threads: any number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/edit.h"
#include "message/message.h"

namespace waybill::engine {

inline constexpr const char* kCopyFieldName = "X-Waybill-Copy";
inline constexpr std::int64_t kCopyMarkLifetime = 3600;

// The field to be inserted into a copy. `id`: what its X-Waybill-Dedupe-ID says. REQUIRES a key of 32 bytes or more.
message::InsertHeader copy_mark(std::string_view key, std::string_view id, const std::vector<std::string>& recipients,
                                std::int64_t now);

// Is the message one of our copies? Then what is to be done with it is: remove the mark.
std::optional<message::Edits> admit_copy(std::string_view key, const message::Message& message, std::int64_t now);

// Removes every mark. For a message that is none of our copies.
message::Edits without_marks(const message::Message& message);

}  // namespace waybill::engine
