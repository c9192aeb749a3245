// store/tracking.h: message tracking: an observer that keeps the trail of each message in a file.
//
// What: note() puts the trail into a queue in memory; a thread of its own writes what waits, many trails in one
// transaction, to store/tracking_file.h, about ten times a second at most.
//
// Contract
//   The end of a message never waits for the disk, and no failure here changes what becomes of a mail. While the file
//   cannot be written (no folder, full disk, locked) trails wait in memory and it is tried again; beyond
//   most_waiting_bytes, or when the file itself is not usable, they are lost and counted. The log is told once when
//   that begins and once when it ends, not for each message. finish() writes what waits, with one more try, and ends
//   the thread; what is noted later is lost. It takes as long as two writes, each of which waits two seconds at most
//   for a lock. So does the destructor.
// Why the file is opened by that thread, and a folder that is not there stops no start: mail goes on when a log cannot.
// Why one object for the whole process, whose settings count from its start: an old one that ends with the last message
// of an old configuration would have that message wait for its writes.
// Threads: any number.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/ports.h"
#include "store/tracking_file.h"
#include "store/tracking_options.h"
#include "tracking/trail.h"

namespace waybill::store {

struct TrackingPace {
  std::chrono::milliseconds gather{100};  // what comes meanwhile is written together
  std::chrono::milliseconds retry{1000};
  std::chrono::milliseconds idle{60000};  // without mail: what is too old goes all the same
  std::chrono::milliseconds wait{2000};   // for a lock of another process
  std::size_t most_waiting_bytes = 16U * 1024 * 1024;
};

class Tracking final : public engine::Observer {
 public:
  // `server`: the name of this host.
  Tracking(TrackingOptions options, std::string server, TrackingPace pace = {});
  ~Tracking() override { finish(); }

  void note(const engine::Finished& finished) noexcept override;
  void finish();

  std::uint64_t lost() const { return lost_; }  // messages

 private:
  void run();
  bool take();  // false: it is the last time
  void write();
  void fail(const base::Error& error);
  void tell_success();

  const TrackingOptions options_;
  const std::string server_;
  const TrackingPace pace_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<tracking::Trail> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool is_stopping_ = false;
  std::atomic<std::uint64_t> lost_ = 0;

  // Of the writing thread.
  std::optional<TrackingFile> file_;
  std::vector<tracking::Trail> batch_;
  bool is_failing_ = false;
  std::uint64_t told_lost_ = 0;

  std::thread writer_;  // last: it uses all others
};

}  // namespace waybill::store
