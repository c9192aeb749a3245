// cli/notify.cpp: the messages of sd_notify.
#include "cli/notify.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <cstdint>

namespace waybill::cli {

void notify_ready(const std::string& status) {
  sd_notify(0, fmt::format("READY=1\nWATCHDOG=1\nSTATUS={}", status).c_str());
}

void notify_reloading() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();  // CLOCK_MONOTONIC
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  sd_notify(0, fmt::format("RELOADING=1\nMONOTONIC_USEC={}\nSTATUS=Reloading", microseconds).c_str());
}

void notify_stopping(const std::string& status) { sd_notify(0, fmt::format("STOPPING=1\nSTATUS={}", status).c_str()); }

std::optional<std::chrono::milliseconds> watchdog_pause() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::microseconds(microseconds)) / 2;
}

void notify_alive(const std::string& status) { sd_notify(0, fmt::format("WATCHDOG=1\nSTATUS={}", status).c_str()); }

}  // namespace waybill::cli
