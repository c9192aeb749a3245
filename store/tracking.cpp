// store/tracking.cpp: from a message to its trail.
#include "store/tracking.h"

#include <utility>

namespace waybill::store {

Tracking::Tracking(TrackingOptions options, std::string server, Pace pace)
    : server_(std::move(server)), behind_("message tracking", std::move(options), pace) {}

void Tracking::note(const engine::Finished& finished) noexcept {
  try {
    tracking::Trail trail = tracking::trail_of(finished, server_);
    const std::size_t weight = tracking::weight(trail);
    behind_.add(std::move(trail), weight);
  } catch (...) {  // no memory
    behind_.note_lost();
  }
}

}  // namespace waybill::store
