// store/redis_seen.h: engine::Seen in a Redis that several hubs share.
//
// What: who met which message where, and what of it is proven; what stands in Redis for that, and the scripts that
// change it, are in store/redis_scripts.h.
//
// Contract
//   Each call is one script, all of it or nothing, and one round trip. meet() takes Options::timeout at most,
//   connecting included; position() and prove(), for which no mail waits, Options::background_timeout. What a Redis
//   that fails costs stands in store/redis_pool.h. Redis is busy while it proves: some hundreds of proofs at a time are
//   a good measure. Times of sightings come from the caller; when something is over, Redis's own clock says. No hub is
//   told of a sighting that nobody proved. A Redis that loses its last writes (a failover, a restart) has lost
//   candidates or proofs: duplicates pass, and nothing else is wrong. A replica that is asked by mistake refuses to
//   write; what it knows may be old, but what was proven once stays true, so a stale answer suppresses no mail that a
//   fresh one would not have. An answer that is not for the question is an error. Position and proofs are written
//   together, so a Redis that lost some has the older position, and they are told again. A message that Redis could not
//   be told of is told before the next proof; until then nothing under its queue id is proven (store/unmet.h).
// Fails: values. Unavailable, TimedOut. make() Invalid: the options.
// Threads: any number.
// Example
//   auto seen = store::RedisSeen::make({.servers = {"10.0.0.1:6379"}, .password_file = "redis.secret"});
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/ports.h"
#include "store/redis_options.h"
#include "store/redis_pool.h"
#include "store/redis_scripts.h"
#include "store/unmet.h"

namespace waybill::store {

class RedisSeen final : public engine::Seen {
 public:
  // Connects to nothing yet.
  static base::Result<std::unique_ptr<RedisSeen>> make(const RedisOptions& options);

  base::Result<std::vector<std::optional<engine::Sighting>>> meet(const engine::Arrival& arrival) noexcept override;
  base::Result<std::string> position(const std::string& hub) noexcept override;
  std::optional<base::Error> prove(const std::string& hub, const std::vector<engine::Proof>& proofs,
                                   const std::string& position, std::int64_t now) noexcept override;

 private:
  RedisSeen(RedisServers servers, const RedisOptions& options)
      : options_(options), pool_(std::move(servers), options) {}

  base::Result<std::vector<std::optional<engine::Sighting>>> try_to_meet(const engine::Arrival& arrival);
  std::optional<base::Error> tell_late();
  base::Result<RedisReply> evaluate(const RedisScript& script, const RedisCommand& command,
                                    std::chrono::milliseconds time);

  const RedisOptions options_;
  RedisPool pool_;
  Unmet unmet_;
};

}  // namespace waybill::store
