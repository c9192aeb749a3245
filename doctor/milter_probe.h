// doctor/milter_probe.h: knocks at a milter's socket as an MTA does: connects and negotiates, and sends no mail.
//
// Contract: returns within about twice `patience`, but for the look-up of a host name. Never raises SIGPIPE.
// Source: the milter protocol as libmilter 8.17 and Postfix speak it (SMFIC_OPTNEG, version 6).
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>

namespace waybill::doctor {

struct Probe {
  enum class Step { Connect, Answer, Done };  // where it ended

  Step step = Step::Connect;
  int error = 0;                             // errno; 0 with Answer: it said something else than a milter does
  std::optional<uid_t> peer = std::nullopt;  // who listens, on a unix socket
};

// `socket` as milter.socket: unix:PATH, inet:PORT@HOST, inet6:PORT@HOST.
Probe probe_milter(const std::string& socket, std::chrono::milliseconds patience);

// One line, for a pipe; and back.
std::string to_line(const Probe& probe);
Probe from_line(const std::string& line);

}  // namespace waybill::doctor
