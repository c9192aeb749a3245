// import/read_script.h: the commands on transport rules that a PowerShell script would run. Nothing is executed.
//
// What: assignments of values that are known, `if (Get-TransportRule ...)` as if no rule was there yet, foreach over
// known lists, the body of try; commands with their arguments bound; Get-TransportRule 'name' | Set-TransportRule.
//
// Contract
//   Diagnostics: an error for whatever could have changed rules and is not in the result, at its place; a warning
//   for what is skipped and says nothing about rules. No diagnostic has a value of the script in it: names of commands,
//   parameters and variables only.
//   `text` is UTF-8; `start` is the place of its first character.
// Fails: after a syntax error reading goes on at the next line that begins with a command on transport rules.
#pragma once

#include <string_view>
#include <vector>

#include "base/place.h"
#include "import/limits.h"
#include "import/rule_command.h"

namespace waybill::import {

std::vector<Command> read_script(std::string_view text, const base::Place& start, const Limits& limits,
                                 base::Diagnostics& diagnostics);

}  // namespace waybill::import
