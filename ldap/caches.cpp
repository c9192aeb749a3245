// ldap/caches.cpp: finds those in use, fills new ones.
#include "ldap/caches.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

namespace waybill::ldap {
namespace {

// What the answers depend on.
std::string identity(const Options& options, const std::vector<std::string>& attributes) {
  const std::string_view login = options.sasl_external ? options.cert_file : options.bind_dn;
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", fmt::join(options.uris, " "), options.base, login,
                     options.recipient_delimiter, options.is_one_of_several, fmt::join(attributes, " "));
}

// How they are kept.
std::string settings_of(const Options& options) {
  return fmt::format("{} {} {} {}", options.cache_lifetime.count(), options.negative_lifetime.count(),
                     options.stale_lifetime.count(), options.cache_bytes);
}

}  // namespace

std::shared_ptr<Cache> Caches::of(const Options& options, const std::vector<std::string>& attributes) {
  const std::string directory = identity(options, attributes);
  std::erase_if(known_, [](const auto& known) { return known.second.expired(); });
  std::weak_ptr<Cache>& known = known_[directory + '\n' + settings_of(options)];
  auto cache = known.lock();
  if (cache == nullptr) known = cache = make(options, directory);
  return cache;
}

std::shared_ptr<Cache> Caches::make(const Options& options, const std::string& directory) const {
  const Lifetimes lifetimes{options.cache_lifetime, options.negative_lifetime, options.stale_lifetime};
  auto cache = std::make_shared<Cache>(lifetimes, options.cache_bytes);
  if (answers_ == nullptr) return cache;
  const auto now = std::chrono::steady_clock::now();
  const auto wall_now = std::chrono::system_clock::now();
  for (const engine::Answer& answer : answers_->load(directory)) {
    const bool is_future = answer.at > wall_now;
    const auto age =
        is_future ? Cache::Time::duration(options.cache_lifetime) : Cache::Time::duration(wall_now - answer.at);
    cache->keep(answer.query, answer.fact, now - age);
  }
  cache->set_listener([answers = answers_, directory](const message::Query& query, const message::Fact& fact) {
    answers->keep(directory, {query, fact, std::chrono::system_clock::now()});
  });
  return cache;
}

}  // namespace waybill::ldap
