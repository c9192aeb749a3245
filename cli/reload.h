// cli/reload.h: `waybill reload`: tells the running daemon to take a changed configuration.
//
// What: the configuration is checked first; with errors nothing is told to the daemon. The daemon is systemd's MAINPID
// where that is in the environment (ExecReload=), else who listens on milter.socket.
// Exit codes: 0 told; 1 the configuration has errors; 2 no daemon was found or it may not be told.
#pragma once

#include <string>

namespace waybill::cli {

int run_reload(const std::string& config);

}  // namespace waybill::cli
