// store/redis_pool.cpp: turns, kept connections, and the thread that probes a Redis that rests.
#include "store/redis_pool.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

#include "base/text.h"

namespace waybill::store {
namespace {

constexpr std::chrono::seconds kMostIdle(60);

// What a server says that has become a replica; before Redis 7 in the middle of the error of a script.
bool is_replica(const RedisReply& reply) {
  return reply.is_error() &&
         (reply.text.find("READONLY ") != std::string::npos || reply.text.starts_with("MASTERDOWN "));
}

}  // namespace

RedisPool::RedisPool(RedisServers servers, const RedisOptions& options)
    : servers_(std::move(servers)), options_(options), prober_([this] { probe(); }) {}

RedisPool::~RedisPool() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_all();
  prober_.join();
}

base::Result<RedisReply> RedisPool::ask(const Question& question, net::Deadline deadline) {
  if (auto error = take_turn(deadline)) return *error;
  const Turn turn{*this};
  auto reply = ask_over_one(question, deadline);
  note(reply);
  if (reply && reply->is_error())
    return base::Error{base::ErrorKind::Unavailable, "Redis says " + base::printable(reply->text)};
  return reply;
}

base::Result<RedisReply> RedisPool::ask_over_one(const Question& question, net::Deadline deadline) {
  while (Kept kept = take_kept()) {
    auto reply = question(*kept);
    if (reply && !is_replica(*reply)) {
      keep(std::move(kept));
      return reply;
    }
    drop_kept();
    if (!reply && reply.error().kind == base::ErrorKind::TimedOut) return reply;
  }
  auto connected = servers_.connect(deadline);
  if (!connected) return connected.error();
  auto reply = question(**connected);
  if (reply && !is_replica(*reply)) keep(std::move(*connected));
  return reply;
}

std::optional<base::Error> RedisPool::take_turn(net::Deadline deadline) {
  std::unique_lock lock(mutex_);
  const auto may_go = [this] { return is_resting_ || busy_ < options_.connections; };
  if (!turn_.wait_until(lock, deadline, may_go)) {
    return base::Error{base::ErrorKind::TimedOut, "all connections to Redis are busy"};
  }
  if (is_resting_) return base::Error{base::ErrorKind::Unavailable, "Redis rests: " + failure_};
  ++busy_;
  return std::nullopt;
}

void RedisPool::end_turn() noexcept {
  {
    const std::lock_guard lock(mutex_);
    --busy_;
  }
  turn_.notify_one();
}

RedisPool::Kept RedisPool::take_kept() {
  std::vector<Kept> ended;  // closed without the lock
  const std::lock_guard lock(mutex_);
  while (!kept_.empty()) {
    Kept last = std::move(kept_.back());
    kept_.pop_back();
    if (last->is_fresh(kMostIdle)) return last;
    ended.push_back(std::move(last));
  }
  return nullptr;
}

void RedisPool::keep(Kept connection) {
  const std::lock_guard lock(mutex_);
  if (!is_resting_) kept_.push_back(std::move(connection));
}

void RedisPool::drop_kept() {
  std::vector<Kept> ended;
  const std::lock_guard lock(mutex_);
  ended.swap(kept_);
}

void RedisPool::note(const base::Result<RedisReply>& reply) {
  const std::lock_guard lock(mutex_);
  if (reply && !reply->is_error()) {
    if (is_failing_ && !is_resting_) {
      is_failing_ = false;
      spdlog::info("seen messages in Redis: works again");
    }
    return;
  }
  const std::string why = reply ? base::printable(reply->text) : reply.error().text;
  if (!is_failing_) spdlog::warn("seen messages in Redis: {}; mail goes on, duplicates pass", why);
  is_failing_ = true;
  if (reply || is_resting_) return;
  is_resting_ = true;
  failure_ = why;
  kept_.clear();
  wake_.notify_all();
  turn_.notify_all();
}

void RedisPool::probe() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return is_stopping_ || is_resting_; });
    if (wake_.wait_for(lock, options_.retry, [this] { return is_stopping_; })) return;
    lock.unlock();
    Kept connection;
    try {
      auto connected = servers_.connect(std::chrono::steady_clock::now() + options_.background_timeout);
      if (connected) connection = std::move(*connected);
    } catch (const std::exception&) {  // no memory: later
    }
    lock.lock();
    if (!connection) continue;
    kept_.push_back(std::move(connection));
    is_resting_ = false;
  }
}

}  // namespace waybill::store
