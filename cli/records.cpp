// cli/records.cpp: makes them once.
#include "cli/records.h"

#include <algorithm>
#include <ctime>
#include <optional>
#include <utility>
#include <vector>

#include "message/address.h"
#include "store/redis_seen.h"

namespace waybill::cli {
namespace {

std::vector<engine::Proof> normalized(const std::vector<mta::Proof>& proofs) {
  std::vector<engine::Proof> out;
  for (const mta::Proof& proof : proofs)
    out.push_back({proof.queue_id, message::with_normalized_domain(proof.recipient)});
  return out;
}

// What the log proves goes into the memory.
std::unique_ptr<mta::Witness> follow_log(const config::DedupeOptions& options,
                                         const std::shared_ptr<engine::Seen>& seen) {
  const std::string hub = options.hub_name();
  const auto position = [seen, hub] {
    auto kept = seen->position(hub);
    return kept ? std::optional(std::move(*kept)) : std::nullopt;
  };
  const auto keep = [seen, hub](const std::vector<mta::Proof>& proofs, const std::string& at) {
    return !seen->prove(hub, normalized(proofs), at, std::time(nullptr));
  };
  return std::make_unique<mta::Witness>(mta::WitnessOptions{.log = options.log}, position, keep);
}

}  // namespace

store::AnswersOptions answers_options(const config::Settings& settings) {
  store::AnswersOptions out{{}, {}, 0};
  for (const ldap::Options& directory : settings.directories()) {
    if (directory.kind != ldap::Kind::Ldap) continue;
    if (out.path.empty()) out.path = directory.cache_file;
    const auto longest = std::max(directory.cache_lifetime, directory.negative_lifetime) + directory.stale_lifetime;
    out.keep = std::max(out.keep, longest);
    out.most_bytes += static_cast<std::int64_t>(directory.cache_bytes);
  }
  return out;
}

void Records::begin(const config::Settings& settings, const std::string& host) {
  if (std::exchange(has_begun_, true)) return;
  if (settings.tracking.enabled) tracking_ = std::make_shared<store::Tracking>(settings.tracking, host);
  const store::AnswersOptions answers = answers_options(settings);
  if (!answers.path.empty()) answers_ = std::make_shared<store::Answers>(answers);
  caches_ = ldap::Caches(answers_);
}

base::Result<std::shared_ptr<engine::Seen>> Records::seen(const config::DedupeOptions& options) {
  if (seen_) return seen_;
  if (options.is_in_redis) {
    auto redis = store::RedisSeen::make(options.redis);
    if (!redis) return redis.error();
    seen_ = std::move(*redis);
  } else {
    seen_ = seen_file_ = std::make_shared<store::Seen>(options.seen);
  }
  witness_ = follow_log(options, seen_);
  running_ = witness_.get();
  return seen_;
}

bool Records::can_prove() const {
  const mta::Witness* witness = running_;
  return witness == nullptr || witness->works();
}

void Records::finish() {
  if (witness_) witness_->stop();
  if (tracking_) tracking_->finish();
  if (answers_) answers_->finish();
  if (seen_file_) seen_file_->finish();
}

}  // namespace waybill::cli
