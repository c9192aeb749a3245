// rules/message_conditions.h: conditions on the message as a whole. Functions of rules/words.h' rows.
//
// Contract: as rules/conditions.h. What needs the parts of a message beyond the limits is Unknown.
#pragma once

#include "rules/words.h"

namespace waybill::rules {

Observation message_type_is(const Condition& condition, const Rule& rule, const Sight& sight);
// Importance, else X-Priority, X-MSMail-Priority, Priority (MS-OXCMAIL, 2.2.3.2.5); without any of them Normal.
Observation importance_is(const Condition& condition, const Rule& rule, const Sight& sight);
// X-MS-Exchange-Organization-SCL, which counts from inside only (engine/admit.h).
Observation spam_level_reaches(const Condition& condition, const Rule& rule, const Sight& sight);
// Header and body as they arrived, lines ended by CRLF in the header.
Observation size_reaches(const Condition& condition, const Rule& rule, const Sight& sight);
Observation classification_is(const Condition& condition, const Rule& rule, const Sight& sight);
Observation no_classification(const Condition& condition, const Rule& rule, const Sight& sight);
Observation charset_has(const Condition& condition, const Rule& rule, const Sight& sight);
Observation client_is_in(const Condition& condition, const Rule& rule, const Sight& sight);

}  // namespace waybill::rules
