// cli/tracker.h: message tracking over reloads: made with the first configuration, it stays until the process ends.
//
// Contract: what later configurations say of tracking changes nothing (store/tracking.h says why).
// Threads: one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/ports.h"
#include "store/tracking.h"

namespace waybill::cli {

class Tracker {
 public:
  // Null: nothing is tracked. `host`: the name of this machine.
  std::shared_ptr<engine::Observer> observer(const store::TrackingOptions& options, const std::string& host);
  // Has all written that waits, once no message is under way.
  void finish();
  std::uint64_t lost() const { return tracking_ ? tracking_->lost() : 0; }  // any thread, once observer() was called

 private:
  bool is_made_ = false;
  std::shared_ptr<store::Tracking> tracking_;
};

}  // namespace waybill::cli
