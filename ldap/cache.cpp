// ldap/cache.cpp: sharded by hash, so that mail threads rarely meet.
#include "ldap/cache.h"

#include <algorithm>
#include <functional>

namespace waybill::ldap {
Cache::Cache(Lifetimes lifetimes, std::size_t most_bytes) : lifetimes_(lifetimes), most_bytes_(most_bytes / kShards) {}

std::size_t Cache::Hash::operator()(const message::Query& query) const {
  const std::hash<std::string> hash;
  return (hash(query.subject) * 31 + hash(query.group)) * 31 + static_cast<std::size_t>(query.kind);
}

// The map inside a shard uses the low bits.
Cache::Shard& Cache::shard(const message::Query& query) { return shards_[(Hash()(query) >> 32U) % kShards]; }

void Cache::Shard::forget(const Item& item) {
  by_age.erase(item.by_age);
  bytes -= item.bytes;
}

void Cache::Shard::drop_oldest() {
  const auto oldest = items.find(*by_age.front());
  forget(oldest->second);
  items.erase(oldest);
}

std::optional<Cache::Kept> Cache::find(const message::Query& query, Time now) {
  Shard& shard = this->shard(query);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.items.find(query);
  if (found == shard.items.end()) return std::nullopt;
  const Item& item = found->second;
  if (now < item.due) return Kept{item.fact, Age::Fresh};
  if (now < item.expires) return Kept{item.fact, Age::Due};
  if (now < item.expires + lifetimes_.stale) return Kept{item.fact, Age::Stale};
  return std::nullopt;
}

void Cache::keep(const message::Query& query, const message::Fact& fact, Time now) {
  if (std::holds_alternative<message::Unavailable>(fact)) return;
  const auto lifetime = std::holds_alternative<message::Found>(fact) ? lifetimes_.found : lifetimes_.not_found;
  if (lifetime.count() == 0) return;
  put(query, fact, lifetime, now);
  if (listener_) listener_(query, fact);
}

void Cache::put(const message::Query& query, const message::Fact& fact, std::chrono::milliseconds lifetime, Time now) {
  Shard& shard = this->shard(query);
  const std::lock_guard lock(shard.mutex);
  const auto [place, is_new] = shard.items.try_emplace(query);
  if (!is_new) shard.forget(place->second);
  const auto part = static_cast<std::int64_t>(Hash()(query) % 20);  // of the lifetime, from 70 % to 89 %
  place->second = {fact, message::bytes_of(query, fact), now + lifetime * (70 + part) / 100, now + lifetime,
                   shard.by_age.insert(shard.by_age.end(), &place->first)};
  shard.bytes += place->second.bytes;
  // What is over goes as well, so that an idle cache shrinks with use.
  while (shard.bytes > most_bytes_ || (!shard.items.empty() && shard.oldest().expires + lifetimes_.stale <= now)) {
    shard.drop_oldest();
  }
}

std::size_t Cache::size() const {
  std::size_t out = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    out += shard.items.size();
  }
  return out;
}

std::size_t Cache::bytes() const {
  std::size_t out = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    out += shard.bytes;
  }
  return out;
}

}  // namespace waybill::ldap
