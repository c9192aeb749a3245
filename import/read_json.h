// import/read_json.h: Get-TransportRule | ConvertTo-Json, or parameters of New-TransportRule as JSON.
//
// Contract: `text` is UTF-8; values know their places. Limits::values and nesting hold.
// Fails: with a diagnostic at the place of the syntax error; nothing of the file is then read.
#pragma once

#include <string_view>
#include <vector>

#include "base/place.h"
#include "import/limits.h"
#include "import/rule_command.h"

namespace waybill::import {

std::vector<Command> read_json(std::string_view text, const base::Place& start, const Limits& limits,
                               base::Diagnostics& diagnostics);

}  // namespace waybill::import
