// mta/witness.h: follows the MTA's log in a thread of its own, and has what it proves kept.
//
// What: tells which recipients really have a message (mta/log_line.h), to the one who noted them as
// candidates.
//
// Contract
//   - `position` is asked until it answers: where to go on, as it was kept last; empty at the first start, which begins
//     at the end of the log.
//   - `keep` gets what was proven since, and the position behind it: true when both are kept. Else it is called again
//     with the same after a pause, and reading waits: no line is skipped. After a restart a line may be told again.
//     Without proofs the position goes along, every few seconds at most.
//   - Both are called from the thread, one at a time, and do not throw. They may wait for a disk; stop() waits for
//   them.
//   - A proof is told within some 100 ms, but behind a rotation (mta/log_file.h).
//   - stop() and the destructor end the thread; what was not kept is read again after the next start.
// Fails: a log that cannot be read is tried again. The program's log is told once when that begins and once when it
// ends. works() is false meanwhile, as it is while nothing can be kept: nothing is proven then, and duplicates pass.
// Threads: works() any, stop() one.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "mta/log.h"
#include "mta/log_line.h"

namespace waybill::mta {

struct WitnessOptions {
  std::string log = "journal";      // or the path of a file
  std::string journal_folder = {};  // in place of this host's journal
  std::chrono::milliseconds look{100};
  std::chrono::milliseconds retry{1000};
  std::chrono::milliseconds keep_position{5000};
};

class Witness {
 public:
  using Position = std::function<std::optional<std::string>()>;  // nothing: it cannot be asked now
  using Keep = std::function<bool(const std::vector<Proof>& proofs, const std::string& position)>;

  Witness(WitnessOptions options, Position position, Keep keep);
  ~Witness() { stop(); }
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;

  void stop();
  bool works() const { return works_; }

 private:
  void run();
  void work();
  std::unique_ptr<Log> open();
  std::optional<Read> read(Log& log);
  bool keep(const std::vector<Proof>& proofs, const std::string& position);
  void fail(const std::string& why);
  bool pause(std::chrono::milliseconds time);

  const WitnessOptions options_;
  const Position position_;
  const Keep keep_;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool is_stopping_ = false;
  std::atomic<bool> works_ = false;

  // Of the thread.
  bool is_failing_ = false;
  std::string kept_;  // the position
  std::chrono::steady_clock::time_point kept_at_;

  std::thread thread_;  // last: it uses all others
};

}  // namespace waybill::mta
