// import/write_toml.h: imported rules as a TOML rules file, in the order in which they run, without Priority.
//
// Contract: `waybill check` reads it. What a rule lost stands in a comment above it, and such a rule has Enabled =
// false.
#pragma once

#include <string>
#include <vector>

#include "import/rule_list.h"

namespace waybill::import {

std::string write_toml(const std::vector<ImportedRule>& rules);

}  // namespace waybill::import
