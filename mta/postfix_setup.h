// mta/postfix_setup.h: what a Postfix needs to have Waybill as its milter.
//
// What: compares the settings of a Postfix with what Waybill wants and tells the difference as arguments of
// postconf(1). Not here: running them. Contract: pure. A Postfix that has all has no steps. Other milters stay, in
// their order. Source: Postfix' MILTER_README; postconf(5).
#pragma once

#include <string>
#include <vector>

#include "mta/plan.h"
#include "mta/postfix.h"

namespace waybill::mta {

using PostfixPlan = Plan<std::vector<std::string>>;  // arguments of postconf

PostfixPlan plan_postfix(const Postfix& postfix, const Wish& wish);

}  // namespace waybill::mta
