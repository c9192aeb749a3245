// store/redis_options.h: which Redis keeps what was seen, and how long mail may wait for it.
//
// What: one Redis with its replicas; several hubs share it. Not for Redis Cluster (store/redis_scripts.h says why).
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/ports.h"

namespace waybill::store {

struct RedisOptions {
  // As net/resolve.h reads them. Redis servers, of which the first that is a primary is used; or Sentinels.
  std::vector<std::string> servers = {"127.0.0.1:6379"};
  std::string sentinel_master = {};         // its name at the Sentinels; empty: `servers` are Redis servers
  std::string user = {};                    // empty with a password: the user "default"
  std::string password_file = {};           // its first line is the password; empty: no login
  std::string sentinel_user = {};           // as `user`, at the Sentinels
  std::string sentinel_password_file = {};  // as `password_file`, at the Sentinels
  int database = 0;
  bool tls = false;            // Redis and Sentinels
  std::string ca_file = {};    // PEM; empty: the system's
  std::string cert_file = {};  // PEM, of the client; with key_file, or both empty
  std::string key_file = {};
  std::string prefix = "waybill:";                                // of all keys
  std::chrono::milliseconds timeout{200};                         // all that one message waits
  std::chrono::milliseconds background_timeout{2000};             // of what no message waits for
  std::chrono::milliseconds retry{250};                           // rest of a Redis that failed
  std::chrono::milliseconds window = std::chrono::hours(24 * 7);  // how long a proven sighting counts
  std::size_t connections = 16;                                   // at the same time
  std::chrono::milliseconds candidate_lifetime =                  // no setting: shorter in tests
      std::chrono::seconds(engine::Seen::kCandidateLifetime);

  friend bool operator==(const RedisOptions&, const RedisOptions&) = default;
};

}  // namespace waybill::store
