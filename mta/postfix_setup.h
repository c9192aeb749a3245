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

enum class Need { SmtpMilters, LocalMilters, ServiceMilters, Order, DefaultAction, Protocol, Timeout, Port };

struct PostconfCall {
  Need need;
  std::vector<std::string> arguments;
};

using PostfixPlan = Plan<PostconfCall>;

// The milter as it is written: below the queue folder relative to it, which is right in a chroot too.
std::string address_of(const Postfix& postfix, const Wish& wish);

PostfixPlan plan_postfix(const Postfix& postfix, const Wish& wish);

}  // namespace waybill::mta
