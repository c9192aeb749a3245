// store/tracking_options.h: where and for how long messages are tracked; filled from [tracking] of waybill.toml.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "tracking/privacy.h"

namespace waybill::store {

struct TrackingOptions {
  bool enabled = true;  // as Exchange has it
  std::string path = "/var/lib/waybill/tracking.db";
  std::string key_file = "/var/lib/waybill/tracking.key";
  tracking::Show addresses = tracking::Show::Full;
  tracking::Show subjects = tracking::Show::Full;
  std::chrono::milliseconds retention = std::chrono::days(30);
  std::int64_t most_bytes = 1000LL * 1024 * 1024;

  bool needs_key() const { return addresses == tracking::Show::Hashed || subjects == tracking::Show::Hashed; }

  friend bool operator==(const TrackingOptions&, const TrackingOptions&) = default;
};

}  // namespace waybill::store
