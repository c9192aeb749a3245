// doctor/configuration.h: what reading the configuration had to say.
//
// Contract: pure.
#pragma once

#include <string>

#include "base/place.h"
#include "doctor/finding.h"

namespace waybill::doctor {

// One finding an error; the warnings together are one.
Findings check_configuration(const std::string& path, const base::Diagnostics& diagnostics);

}  // namespace waybill::doctor
