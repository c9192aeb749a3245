// store/redis_records.h: what Redis holds of seen messages, for people: `waybill seen`.
//
// Contract
//   Both look at all keys below the prefix (SCAN), in steps that stop nobody else for long, each of which takes
//   RedisOptions::background_timeout at most. What arrives meanwhile may be in or not. Of several sightings of one
//   message for one recipient there is the one that was proven first.
// Fails: as store/redis_servers.h; Unavailable, TimedOut: what was forgotten until then, is.
// Threads: any; each call connects.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "store/redis_options.h"
#include "store/seen_records.h"

namespace waybill::store {

// The newest `most`, newest first.
base::Result<std::vector<SeenRecord>> list_seen(const RedisOptions& options, const SeenFilter& filter,
                                                std::int64_t most);
// How many were there.
base::Result<std::int64_t> forget_seen(const RedisOptions& options, const SeenFilter& filter);

}  // namespace waybill::store
