// ldap/cache.cpp: sharded by hash, so that mail threads rarely meet.
#include "ldap/cache.h"

#include <algorithm>
#include <functional>

namespace waybill::ldap {

Cache::Cache(std::chrono::milliseconds lifetime, std::size_t most)
    : lifetime_(lifetime), most_per_shard_(std::max<std::size_t>(most / kShards, 1)) {}

std::size_t Cache::Hash::operator()(const message::Query& query) const {
  const std::hash<std::string> hash;
  return (hash(query.subject) * 31 + hash(query.group)) * 31 + static_cast<std::size_t>(query.kind);
}

// The map inside a shard uses the low bits.
Cache::Shard& Cache::shard(const message::Query& query) { return shards_[(Hash()(query) >> 32U) % kShards]; }

void Cache::Shard::drop_oldest() {
  const auto oldest = kept.find(*by_age.front());
  by_age.pop_front();
  kept.erase(oldest);
}

std::optional<message::Fact> Cache::find(const message::Query& query, Time now) {
  Shard& shard = this->shard(query);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.kept.find(query);
  if (found == shard.kept.end() || found->second.expires <= now) return std::nullopt;
  return found->second.fact;
}

void Cache::keep(const message::Query& query, const message::Fact& fact, Time now) {
  if (lifetime_.count() == 0 || std::holds_alternative<message::Unavailable>(fact)) return;
  Shard& shard = this->shard(query);
  const std::lock_guard lock(shard.mutex);
  const auto [place, fresh] = shard.kept.try_emplace(query);
  if (!fresh) shard.by_age.erase(place->second.age);
  place->second = {fact, now + lifetime_, shard.by_age.insert(shard.by_age.end(), &place->first)};
  // What is over goes as well, so that an idle cache shrinks with use.
  while (shard.kept.size() > most_per_shard_ || shard.kept.find(*shard.by_age.front())->second.expires <= now) {
    shard.drop_oldest();
  }
}

std::size_t Cache::size() const {
  std::size_t out = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    out += shard.kept.size();
  }
  return out;
}

}  // namespace waybill::ldap
