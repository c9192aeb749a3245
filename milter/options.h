// milter/options.h: how the MTA reaches us; filled from [milter] of waybill.toml.
#pragma once

#include <chrono>
#include <string>

namespace waybill::milter {

struct Options {
  std::string socket = "unix:/run/waybill/waybill.sock";  // unix:PATH, local:PATH, inet:PORT@HOST, inet6:PORT@HOST
  int socket_mode = 0660;                                 // of a unix socket
  std::string socket_group;                               // of a unix socket; empty: as created
  std::chrono::milliseconds drain{30000};                 // how long TERM waits for messages being processed
};

}  // namespace waybill::milter
