// import/read_xml.h: the XML files that Exchange and PowerShell write.
//
// What: Export-TransportRuleCollection of 2013 and later (each rule holds the command that makes it), and Export-Clixml
// of Get-TransportRule (objects). Which of them it is says the root element. Not here: the collections of 2007 and
// 2010; their rules are in a form that was never published.
//
// Contract: `text` is UTF-8. No document type and no entity beyond XML's own five is read; Limits::values and nesting
// hold. Fails: with a diagnostic at the place of the syntax error; nothing of the file is then read. Source:
// MS-PSRP 2.2.5 (serialization of objects), for Clixml.
#pragma once

#include <string_view>
#include <vector>

#include "base/place.h"
#include "import/limits.h"
#include "import/rule_command.h"

namespace waybill::import {

std::vector<Command> read_xml(std::string_view text, const base::Place& start, const Limits& limits,
                              base::Diagnostics& diagnostics);

}  // namespace waybill::import
