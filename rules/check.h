// rules/check.h: from written rules to a Ruleset that can run.
//
// Contract
//   Every word, value and combination is checked; all that is wrong is said, at its place. Unknown
//   parameters name the nearest known one. Parameters that exist in Exchange but are not (yet) done here
//   are refused one by one with the reason: nothing is silently ignored.
//   Order: TOML rules with Priority in its order, the others behind them in file order; rules of a script
//   are inserted one by one as Exchange does (Insertion). A name used twice is an error.
#pragma once

#include <vector>

#include "base/limits.h"
#include "base/place.h"
#include "rules/raw_rule.h"
#include "rules/rule.h"

namespace waybill::rules {

enum class Insertion {
  Declared,  // TOML: Priority is a unique rank
  InTurn,    // PowerShell: each New-TransportRule inserts at its Priority, else at the end
};

struct RuleFile {
  Insertion insertion = Insertion::Declared;
  std::vector<RawRule> rules;
};

// The diagnostics tell whether the result may be used.
Ruleset check(const std::vector<RuleFile>& files, const base::Limits& limits, base::Diagnostics& diagnostics);

// The rule set as TOML rules files have it, without Priority (the order says it).
std::string to_toml(const Ruleset& rules);

}  // namespace waybill::rules
