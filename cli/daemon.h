// cli/daemon.h: the life of waybilld: load, listen, reload, drain, end.
//
// Contract
//   Nothing runs with a half-read configuration. A reload builds policy and directory completely and swaps them only
//   when they are valid; else the old ones stay and the log says why. Settings of [milter] count from the next start.
//   On TERM or INT a unix socket goes away at once, messages under way are finished (at most milter.drain), then the
//   process ends. What is not finished by then the MTA gets no answer for, and keeps.
//   Exit codes are those of sysexits(3): 78 configuration, 69 cannot listen, 70 libmilter gave up.
#pragma once

#include <string>

namespace waybill::cli {

struct DaemonOptions {
  std::string config = "/etc/waybill/waybill.toml";
  std::string socket = {};  // instead of milter.socket
  bool check_only = false;
  bool verbose = false;  // log level debug
  bool dry_run = false;  // log what would be done, and do nothing
};

int run_daemon(const DaemonOptions& options);

}  // namespace waybill::cli
