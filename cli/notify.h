// cli/notify.h: telling systemd how we are (Type=notify; sd_notify(3)). Does nothing elsewhere.
#pragma once

#include <string>

namespace waybill::cli {

void notify_ready(const std::string& status);
void notify_reloading();
void notify_stopping(const std::string& status);

}  // namespace waybill::cli
