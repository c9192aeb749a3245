// rules/conditions.h: what the conditions on the sender look at. The functions of rules/words.h' rows.
//
// Not here: words and patterns in texts (rules/text_conditions.h), the message (rules/message_conditions.h).
// Contract: pure. REQUIRES a condition that check() accepted. `saw` is printable and says in an
// administrator's words what was found. Facts that are lacking stand in `missing`.
// Sender: the address SenderAddressLocation chooses; of a message from outside nothing is asked, its From may
// be forged.
#pragma once

#include "rules/words.h"

namespace waybill::rules {

Observation from(const Condition& condition, const Rule& rule, const Sight& sight);
Observation from_member_of(const Condition& condition, const Rule& rule, const Sight& sight);
Observation from_scope(const Condition& condition, const Rule& rule, const Sight& sight);
Observation sender_domain_is(const Condition& condition, const Rule& rule, const Sight& sight);

// What the condition asks for: `member of "All Users" or "Sales"`.
std::string wanted(const Condition& condition);

}  // namespace waybill::rules
