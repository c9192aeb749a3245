// ldap/cache.h: answers of a directory, kept for a while, and for longer in case it goes away.
//
// Contract
//   Found and NotFound are kept, each for its own lifetime; Unavailable never: "could not be asked" is asked again.
//   An answer is Fresh; then, for the last part of its lifetime, Due: good, and to be asked again before somebody has
//   to wait for it. When that part begins differs from question to question, so that what was asked together is not
//   asked together again. Beyond its lifetime it is Stale: of use only while no server answers; then it goes. At most
//   about `most_bytes` of memory; the oldest go first. The caller says what time it is. A listener hears of each answer
//   that is kept, after it was.
// Cost: find() is one hash, one short lock of one of 16 shards, and a copy of a shared pointer.
// Threads: any number.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "message/fact.h"

namespace waybill::ldap {

struct Lifetimes {
  std::chrono::milliseconds found{300000};
  std::chrono::milliseconds not_found{60000};
  std::chrono::milliseconds stale{86400000};  // counted from the end of the other
};

class Cache {
 public:
  using Time = std::chrono::steady_clock::time_point;

  enum class Age { Fresh, Due, Stale };
  struct Kept {
    message::Fact fact;
    Age age = Age::Fresh;
  };

  explicit Cache(Lifetimes lifetimes, std::size_t most_bytes = 64UL * 1024 * 1024);

  using Listener = std::function<void(const message::Query&, const message::Fact&)>;
  // REQUIRES that nobody uses the cache meanwhile.
  void set_listener(Listener listener) { listener_ = std::move(listener); }

  std::optional<Kept> find(const message::Query& query, Time now);
  void keep(const message::Query& query, const message::Fact& fact, Time now);
  std::size_t size() const;
  std::size_t bytes() const;

 private:
  struct Hash {
    std::size_t operator()(const message::Query& query) const;
  };
  struct Item {
    message::Fact fact;
    std::size_t bytes = 0;
    Time due;
    Time expires;
    std::list<const message::Query*>::iterator by_age;
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<message::Query, Item, Hash> items;
    std::list<const message::Query*> by_age;  // oldest first; they point to the keys of `items`
    std::size_t bytes = 0;

    const Item& oldest() const { return items.find(*by_age.front())->second; }
    void forget(const Item& item);
    void drop_oldest();
  };
  static constexpr std::size_t kShards = 16;

  Shard& shard(const message::Query& query);

  void put(const message::Query& query, const message::Fact& fact, std::chrono::milliseconds lifetime, Time now);

  const Lifetimes lifetimes_;
  const std::size_t most_bytes_;  // of a shard
  std::array<Shard, kShards> shards_;
  Listener listener_;
};

}  // namespace waybill::ldap
