// cli/tracker.cpp: makes it once.
#include "cli/tracker.h"

#include <utility>

namespace waybill::cli {

std::shared_ptr<engine::Observer> Tracker::observer(const store::TrackingOptions& options, const std::string& host) {
  const bool is_first = !std::exchange(is_made_, true);
  if (is_first && options.enabled) tracking_ = std::make_shared<store::Tracking>(options, host);
  return tracking_;
}

void Tracker::finish() {
  if (tracking_) tracking_->finish();
}

}  // namespace waybill::cli
