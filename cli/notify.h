// cli/notify.h: telling systemd how we are (Type=notify; sd_notify(3), sd_watchdog_enabled(3)). Does nothing elsewhere.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace waybill::cli {

void notify_ready(const std::string& status);  // and alive: reloads may come faster than the watchdog asks
void notify_reloading();
void notify_stopping(const std::string& status);

// How often it wants to hear notify_alive() (half of WatchdogSec); nothing when it does not.
std::optional<std::chrono::milliseconds> watchdog_pause();
void notify_alive(const std::string& status);

}  // namespace waybill::cli
