// cli/notify.cpp: the messages of sd_notify.
#include "cli/notify.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <chrono>

namespace waybill::cli {

void notify_ready(const std::string& status) { sd_notify(0, fmt::format("READY=1\nSTATUS={}", status).c_str()); }

void notify_reloading() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();  // CLOCK_MONOTONIC
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  sd_notify(0, fmt::format("RELOADING=1\nMONOTONIC_USEC={}\nSTATUS=Reloading", microseconds).c_str());
}

void notify_stopping(const std::string& status) { sd_notify(0, fmt::format("STOPPING=1\nSTATUS={}", status).c_str()); }

}  // namespace waybill::cli
