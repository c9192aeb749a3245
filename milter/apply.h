// milter/apply.h: carrying out a plan: the only way in which a mail is changed.
//
// Contract: stops at the first request that fails, and says so with false: the caller then answers with a temporary
// failure, so that no half-edited mail goes on. The body is sent from where it lies; only pieces smaller than one
// packet are put together first.
#pragma once

#include <string_view>

#include "milter/mta.h"
#include "milter/plan.h"

namespace waybill::milter {

// What libmilter puts into one packet (MILTER_CHUNK_SIZE).
inline constexpr std::size_t kBodyPacket = 65535;

[[nodiscard]] bool apply(const Plan& plan, std::string_view body, Mta& mta);

}  // namespace waybill::milter
