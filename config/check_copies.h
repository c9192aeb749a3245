// config/check_copies.h: what rules on recipients mean where all recipients get one copy.
//
// Contract: a rule that refuses mail for some recipients is an error without delivery.reinject: nobody could tell the
// sender. One that changes it for some is a warning: the change is for all then, or for none (engine/copies.h).
#pragma once

#include "base/place.h"
#include "engine/policy.h"

namespace waybill::config {

void check_copies(const engine::Policy& policy, base::Diagnostics& diagnostics);

}  // namespace waybill::config
