// smtp/capabilities.h: what an SMTP server says it can do (RFC 5321, 4.1.1.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace waybill::smtp {

struct Capabilities {
  bool pipelining = false;                 // RFC 2920
  bool dsn = false;                        // RFC 3461
  bool eight_bit_mime = false;             // RFC 6152
  bool smtputf8 = false;                   // RFC 6531
  bool size = false;                       // RFC 1870
  std::uint64_t most_bytes = 0;            // 0: the server names no bound
  std::vector<std::string> xforward = {};  // attributes in capitals; https://www.postfix.org/XFORWARD_README.html
};

// The lines of a reply to EHLO; the first is the greeting. Case does not matter, what is not known is skipped.
Capabilities parse_capabilities(const std::vector<std::string>& lines);

}  // namespace waybill::smtp
