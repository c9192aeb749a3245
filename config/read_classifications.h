// config/read_classifications.h: [[classification]] of waybill.toml.
//
// Contract: what is wrong is said at its place; names are unique, in any case.
#pragma once

#include <toml++/toml.h>

#include <vector>

#include "base/place.h"
#include "rules/classification.h"

namespace waybill::config {

// `place` is that of the key.
void read_classifications(const toml::node& node, const base::Place& place, std::vector<rules::Classification>& out,
                          base::Diagnostics& diagnostics);

}  // namespace waybill::config
