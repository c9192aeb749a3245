// tests/bench/process_use.cpp: fields of files below /proc, and the clock of a process.
#include "tests/bench/process_use.h"

#include <time.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace waybill::bench {
namespace {

// `Key:   123 kB` in bytes; 0 when it is not there.
std::size_t field(pid_t pid, const char* file, const std::string& key) {
  std::ifstream in("/proc/" + std::to_string(pid) + '/' + file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(key + ':')) return std::stoul(line.substr(key.size() + 1)) * 1024;
  }
  return 0;
}

}  // namespace

std::size_t anonymous_memory(pid_t pid) { return field(pid, "smaps_rollup", "Anonymous"); }

std::size_t peak_resident(pid_t pid) { return field(pid, "status", "VmHWM"); }

double processor_time(pid_t pid) {
  clockid_t clock = 0;
  timespec time = {};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

MemoryWatch::MemoryWatch(pid_t pid, std::chrono::milliseconds pause)
    : thread_([this, pid, pause] {
        while (!ended_) {
          peak_ = std::max(peak_.load(), anonymous_memory(pid));
          std::this_thread::sleep_for(pause);
        }
      }) {}

MemoryWatch::~MemoryWatch() {
  ended_ = true;
  thread_.join();
}

}  // namespace waybill::bench
