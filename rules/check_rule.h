// rules/check_rule.h: one written rule as a Rule.
//
// Contract: as rules/check.h; the Rule may be used when no error was added.
#pragma once

#include "base/limits.h"
#include "base/place.h"
#include "rules/raw_rule.h"
#include "rules/rule.h"

namespace waybill::rules {

Rule check_rule(const RawRule& raw, const base::Limits& limits, base::Diagnostics& diagnostics);

}  // namespace waybill::rules
