// import/rule_objects.h: exported rule objects (Get-TransportRule as Clixml or JSON) as commands that make them anew.
//
// What: an object has a property for each parameter of New-TransportRule, of the same name, and others. Objects stand
// in the order of their Priority. Files that hold parameters for splatting have Enabled in place of State. Contract: a
// property that nobody knows and that has a value may be a condition: the rule loses it (import/rule_list.h). Objects
// that are no rules are skipped with a warning.
#pragma once

#include <vector>

#include "base/place.h"
#include "import/rule_command.h"
#include "import/value.h"

namespace waybill::import {

std::vector<Command> rule_commands(const Value& objects, base::Diagnostics& diagnostics);

}  // namespace waybill::import
