// milter/log_line.h: what the log gets for a message: one line, and one more for each further copy, each
// recipient for whom it was a duplicate, and each LogEventText.
//
// Contract: pure. Queue id first, as in the lines of the MTA, then key=value; what came from the message is escaped, so
// that no value can begin a line or fake a key.
// Example
//   4cXy1234: from=<anna@example.com> to=<you@example.net> nrcpt=2 message-id=<1@x> size=2048
//   rules="StandardSignature" edits="header 2, body 2" verdict=accept ms=3
//   4cXy1234: copy=2 of=2 to=<carl@example.com> nrcpt=1 edits="header 1, body 0" verdict=accept
//   4cXy1234: DUPLICATE to=<you@example.net> of=4cXy0815 hub=mx1.example.com id=v1:...
// Lines of a dry run end with "dry-run". Rules with SetAuditSeverity DoNotAudit are not named.
#pragma once

#include <string>
#include <vector>

#include "engine/ports.h"

namespace waybill::milter {

std::vector<std::string> log_lines(const engine::Finished& finished);

}  // namespace waybill::milter
