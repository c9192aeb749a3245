// tests/bench/process_use.h: what another process uses: memory, at most, while something goes on; processor time.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>

namespace waybill::bench {

// Bytes that belong to the process alone (Anonymous in /proc/PID/smaps_rollup); mapped files are not among them.
std::size_t anonymous_memory(pid_t pid);
// The peak of all that was resident (VmHWM), mapped files included.
std::size_t peak_resident(pid_t pid);

// Processor time of all its threads so far, in seconds.
double processor_time(pid_t pid);

// Looks at anonymous_memory() again and again until it is destroyed.
class MemoryWatch {
 public:
  // `pause` between two looks: a look stops the other process for as long as the kernel walks through its memory.
  MemoryWatch(pid_t pid, std::chrono::milliseconds pause);
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
