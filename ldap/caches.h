// ldap/caches.h: the caches of directories, which outlive a reload.
//
// Contract: a cache belongs to what its answers depend on (servers, base, login, delimiter, attributes, whether it
//   is one of several) and to its settings. Whoever asks for one that is in use shares it: a reload while no server
//   answers loses nothing. A new one begins with what `answers` kept over a restart, as if it had been given now, as
//   old as it is by the wall clock; what comes from the future is stale.
// Threads: one asks for caches.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/ports.h"
#include "ldap/cache.h"
#include "ldap/options.h"

namespace waybill::ldap {

class Caches {
 public:
  // `answers`: keeps them over restarts; null: nothing does.
  explicit Caches(std::shared_ptr<engine::Answers> answers = nullptr) : answers_(std::move(answers)) {}

  // `attributes`: those that entries are fetched with.
  std::shared_ptr<Cache> of(const Options& options, const std::vector<std::string>& attributes);

 private:
  std::shared_ptr<Cache> make(const Options& options, const std::string& directory) const;

  std::shared_ptr<engine::Answers> answers_;
  std::map<std::string, std::weak_ptr<Cache>> known_;
};

}  // namespace waybill::ldap
