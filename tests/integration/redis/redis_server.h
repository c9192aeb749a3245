// tests/integration/redis/redis_server.h: private Redis and Sentinel servers on free ports of 127.0.0.1, gone when the
// objects go.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "engine/ports.h"
#include "store/redis_connection.h"
#include "store/redis_options.h"
#include "store/redis_seen.h"
#include "tests/integration/server_process.h"

namespace waybill::tests {

class RedisServer {
 public:
  // `more`: lines of its configuration. Keeps nothing on disk.
  explicit RedisServer(const std::string& more = {});

  void start();  // and waits until it answers
  void stop() { process_.stop(); }
  void die() { process_.die(); }
  void freeze() const { process_.freeze(); }
  void thaw() const { process_.thaw(); }

  int port() const { return port_; }
  int tls_port() const { return tls_port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string tls_address() const { return "127.0.0.1:" + std::to_string(tls_port_); }
  // An address for which its certificate does not hold.
  std::string other_name_address() const { return "127.0.0.2:" + std::to_string(tls_port_); }
  std::string socket_address() const { return "unix:" + process_.folder() + "/socket"; }
  std::string write(const std::string& name, const std::string& text) const { return process_.write(name, text); }

  store::RedisOptions options() const;
  // One command, by a connection of its own; throws what went wrong again and again (a change of roles ends
  // connections).
  store::RedisReply ask(const store::RedisCommand& command) const;
  bool is_primary() const;

 private:
  ServerProcess process_{"redis"};
  int port_ = free_port();
  int tls_port_ = free_port();
};

// Watches one primary under the name "seen", and alone decides on a failover.
class RedisSentinel {
 public:
  // `more`: lines of its configuration. `by_tls`: it speaks TLS alone, with clients and with the primary.
  explicit RedisSentinel(const RedisServer& primary, const std::string& more = {}, bool by_tls = false);

  void start();
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  store::RedisReply ask(const store::RedisCommand& command) const;

 private:
  ServerProcess process_{"sentinel"};
  int port_ = free_port();
  std::string configuration_;
};

std::unique_ptr<store::RedisSeen> make(const store::RedisOptions& options);

// A message of that ID for these, who all are in place.
engine::Arrival arrival(const std::string& id, const std::string& hub, const std::string& queue_id,
                        const std::vector<std::string>& recipients = {"bob@example.com"}, std::int64_t at = 1000);

// What meet() says: a line a recipient: "none" or `HUB QUEUE-ID AT`; or "error: ...".
std::string meet(engine::Seen& seen, const engine::Arrival& arrival);

// Whether it came true before long.
bool comes_true(const std::function<bool()>& condition);

}  // namespace waybill::tests
