// tests/bench/process_memory.h: how much memory another process holds, at most, while something goes on.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <thread>

namespace waybill::bench {

// Bytes that belong to the process alone (Anonymous in /proc/PID/smaps_rollup); mapped files are not among them.
std::size_t anonymous_memory(pid_t pid);
// The peak of all that was resident (VmHWM), mapped files included.
std::size_t peak_resident(pid_t pid);

// Looks at anonymous_memory() again and again until it is destroyed.
class MemoryWatch {
 public:
  explicit MemoryWatch(pid_t pid);
  MemoryWatch(const MemoryWatch&) = delete;
  MemoryWatch& operator=(const MemoryWatch&) = delete;
  ~MemoryWatch();

  std::size_t peak() const { return peak_; }

 private:
  std::atomic<bool> ended_ = false;
  std::atomic<std::size_t> peak_ = 0;
  std::thread thread_;
};

}  // namespace waybill::bench
