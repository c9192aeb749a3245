// cli/records.cpp: makes them once.
#include "cli/records.h"

#include <algorithm>
#include <utility>

namespace waybill::cli {
namespace {

store::AnswersOptions answers_options(const ldap::Options& directory) {
  const auto longest = std::max(directory.cache_lifetime, directory.negative_lifetime);
  return {directory.cache_file, longest + directory.stale_lifetime, static_cast<std::int64_t>(directory.cache_bytes)};
}

}  // namespace

void Records::begin(const config::Settings& settings, const std::string& host) {
  if (std::exchange(has_begun_, true)) return;
  if (settings.tracking.enabled) tracking_ = std::make_shared<store::Tracking>(settings.tracking, host);
  const ldap::Options& directory = settings.directory;
  if (directory.kind == ldap::Kind::Ldap && !directory.cache_file.empty()) {
    answers_ = std::make_shared<store::Answers>(answers_options(directory));
  }
}

void Records::finish() {
  if (tracking_) tracking_->finish();
  if (answers_) answers_->finish();
}

}  // namespace waybill::cli
