// cli/records.cpp: makes them once.
#include "cli/records.h"

#include <algorithm>
#include <utility>

namespace waybill::cli {
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
}

std::shared_ptr<engine::Seen> Records::seen(const config::DedupeOptions& options) {
  if (!seen_) seen_ = std::make_shared<store::Seen>(options.seen);
  return seen_;
}

void Records::finish() {
  if (tracking_) tracking_->finish();
  if (answers_) answers_->finish();
  if (seen_) seen_->finish();
}

}  // namespace waybill::cli
