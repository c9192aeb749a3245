// store/redis_pool.h: kept connections to the Redis that takes writes, and a rest for it when it fails.
//
// What: ask() has something asked over a connection that is free, or over a new one.
//
// Contract
//   Returns at the deadline. A connection that broke, or whose server is a replica now, is given up with all others
//   that wait, and it is asked once more over a new one: REQUIRES that asking twice is as good as once. When that
//   fails too, or at a deadline, Redis rests: ask() fails at once, until a thread of our own, which tries after each
//   Options::retry, has a connection again. So a Redis that is gone, silent or frozen costs those the time who were
//   there first, and nobody afterwards.
//   An error that Redis itself gives (no memory, no right) made nobody wait: it is an Error, and there is no rest.
//   The log is told once when it begins to fail, and once when something was asked with success again.
//   At most Options::connections at a time; who finds none free waits, at most until the deadline.
//   The destructor takes Options::background_timeout at most.
// Fails: Unavailable, TimedOut.
// Threads: any number.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "store/redis_connection.h"
#include "store/redis_options.h"
#include "store/redis_servers.h"

namespace waybill::store {

class RedisPool {
 public:
  using Question = std::function<base::Result<RedisReply>(RedisConnection&)>;

  RedisPool(RedisServers servers, const RedisOptions& options);
  ~RedisPool();
  RedisPool(const RedisPool&) = delete;
  RedisPool& operator=(const RedisPool&) = delete;

  base::Result<RedisReply> ask(const Question& question, net::Deadline deadline);

 private:
  using Kept = std::unique_ptr<RedisConnection>;
  struct Turn {  // one of options_.connections, while it lives
    RedisPool& pool;
    ~Turn() { pool.end_turn(); }
  };

  std::optional<base::Error> take_turn(net::Deadline deadline);
  void end_turn() noexcept;
  base::Result<RedisReply> ask_over_one(const Question& question, net::Deadline deadline);
  Kept take_kept();
  void keep(Kept connection);
  void drop_kept();
  void note(const base::Result<RedisReply>& reply);
  void probe();

  const RedisServers servers_;
  const RedisOptions options_;

  std::mutex mutex_;
  std::condition_variable turn_;
  std::condition_variable wake_;  // of the thread that probes
  std::size_t busy_ = 0;
  std::vector<Kept> kept_;  // the one used last is the last
  bool is_resting_ = false;
  bool is_failing_ = false;  // and the log knows
  bool is_stopping_ = false;
  std::string failure_;  // why it rests

  std::thread prober_;  // last: it uses all others
};

}  // namespace waybill::store
