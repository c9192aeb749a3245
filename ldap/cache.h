// ldap/cache.h: answers of a directory, kept for a while.
//
// Contract
//   Found and NotFound are kept for `lifetime`; Unavailable never: "could not be asked" is asked again.
//   At most about `most` answers; the oldest go first. The caller says what time it is.
// Cost: find() is one hash, one short lock of one of 16 shards, and a copy of a shared pointer.
// Threads: any number.
#pragma once

#include <array>
#include <chrono>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "message/fact.h"

namespace waybill::ldap {

class Cache {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Cache(std::chrono::milliseconds lifetime, std::size_t most = 100000);

  std::optional<message::Fact> find(const message::Query& query, Time now);
  void keep(const message::Query& query, const message::Fact& fact, Time now);
  std::size_t size() const;

 private:
  struct Hash {
    std::size_t operator()(const message::Query& query) const;
  };
  struct Kept {
    message::Fact fact;
    Time expires;
    std::list<const message::Query*>::iterator age;
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<message::Query, Kept, Hash> kept;
    std::list<const message::Query*> by_age;  // oldest first; they point to the keys of `kept`

    void drop_oldest();
  };
  static constexpr std::size_t kShards = 16;

  Shard& shard(const message::Query& query);

  const std::chrono::milliseconds lifetime_;
  const std::size_t most_per_shard_;
  std::array<Shard, kShards> shards_;
};

}  // namespace waybill::ldap
