// store/tracking.h: message tracking: an observer that keeps the trail of each message in a file.
//
// Contract: the end of a message never waits for the disk, and no failure here changes what becomes of a mail; what
// becomes of trails that cannot be written stands in store/behind.h.
// Why one object for the whole process, whose settings count from its start: an old one that ends with the last message
// of an old configuration would have that message wait for its writes.
// Threads: any number.
#pragma once

#include <cstdint>
#include <string>

#include "engine/ports.h"
#include "store/behind.h"
#include "store/tracking_file.h"
#include "store/tracking_options.h"

namespace waybill::store {

class Tracking final : public engine::Observer {
 public:
  // `server`: the name of this host.
  Tracking(TrackingOptions options, std::string server, Pace pace = {});

  void note(const engine::Finished& finished) noexcept override;
  void finish() { behind_.finish(); }

  std::uint64_t lost() const { return behind_.lost(); }  // messages

 private:
  const std::string server_;
  Behind<TrackingFile> behind_;
};

}  // namespace waybill::store
