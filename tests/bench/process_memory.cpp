// tests/bench/process_memory.cpp: fields of files below /proc.
#include "tests/bench/process_memory.h"

#include <algorithm>
#include <chrono>
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

MemoryWatch::MemoryWatch(pid_t pid)
    : thread_([this, pid] {
        while (!ended_) {
          peak_ = std::max(peak_.load(), anonymous_memory(pid));
          std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
      }) {}

MemoryWatch::~MemoryWatch() {
  ended_ = true;
  thread_.join();
}

}  // namespace waybill::bench
