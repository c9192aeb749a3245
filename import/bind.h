// import/bind.h: the arguments of a command as PowerShell binds them to parameters.
//
// What: names in any case or cut to a unique beginning, -Name:value, switches, the positional Name or Identity,
// splatting, arrays. A value that is not known keeps its parameter, with the reason.
//
// Fails, as PowerShell would refuse the command: a diagnostic, and no Command.
#pragma once

#include <optional>

#include "base/place.h"
#include "import/evaluate.h"
#include "import/rule_command.h"
#include "import/syntax.h"

namespace waybill::import {

// REQUIRES verb_of(node.text).
std::optional<Command> bind(const Node& node, Evaluator& evaluator, base::Diagnostics& diagnostics);

// A value as an argument of that parameter.
Argument make_argument(std::string parameter, const base::Place& place, const Value& value);

}  // namespace waybill::import
