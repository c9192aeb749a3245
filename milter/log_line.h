// milter/log_line.h: the one line that the log gets for a message.
//
// Contract: pure. Queue id first, as in the lines of the MTA, then key=value; what came from the message is escaped, so
// that no value can begin a line or fake a key.
// Example
//   4cXy1234: from=<anna@example.com> to=<you@example.net> nrcpt=2 message-id=<1@x> size=2048
//   rules="StandardSignature" edits="header 2, body 2" verdict=accept ms=3
#pragma once

#include <chrono>
#include <string>

#include "message/message.h"
#include "message/outcome.h"

namespace waybill::milter {

// REQUIRES: outcome has one copy.
std::string log_line(const message::Message& message, const message::Outcome& outcome, std::chrono::milliseconds took);

}  // namespace waybill::milter
