// engine/decide.h: process() with the answers of a directory and an inspector: ask, add, run again.
//
// What: what the daemon's sessions and `waybill explain` share, so that both decide alike.
// Contract: asks at most limits.question_rounds times, the directory under one deadline; beyond, all recipients are
// told to try again later. Attachments are looked into once, and only when a rule depends on them.
// Threads: any number, as far as the ports say.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "engine/policy.h"
#include "engine/ports.h"
#include "engine/process.h"
#include "message/message.h"
#include "message/outcome.h"

namespace waybill::engine {

// `now`: seconds since 1970, UTC.
message::Outcome decide(const Policy& policy, const message::Message& message, Directory& directory,
                        Inspector& inspector, std::chrono::steady_clock::time_point deadline, std::int64_t now,
                        Audience audience);

// 451 4.3.0 for all recipients.
message::Outcome try_later(const message::Envelope& envelope, std::string reason);

}  // namespace waybill::engine
