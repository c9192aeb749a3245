// smtp/options.h: where copies and reports are handed to the MTA; filled from [delivery] of waybill.toml.
#pragma once

#include <cstddef>
#include <string>

namespace waybill::smtp {

struct Options {
  std::string server = "127.0.0.1:10026";  // as net/endpoint.h reads it
  std::string helo = "localhost";          // what we call ourselves
  std::size_t connections = 20;            // at the same time; who comes later waits for one, until its deadline
  std::size_t kept = 4;                    // of them stay open for the next message, for a minute
};

}  // namespace waybill::smtp
