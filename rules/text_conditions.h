// rules/text_conditions.h: conditions that look for words or patterns in a text. Functions of rules/words.h' rows.
//
// Contract: as rules/conditions.h. One function serves the word and the pattern condition of the same text:
//   sender_address_has: FromAddressContainsWords and FromAddressMatchesPatterns, and so on.
//   Of repeated header fields any will do. A text that cannot be read, or a pattern that was given up, is Unknown.
#pragma once

#include "rules/words.h"

namespace waybill::rules {

Observation sender_address_has(const Condition& condition, const Rule& rule, const Sight& sight);
Observation sender_attribute_has(const Condition& condition, const Rule& rule, const Sight& sight);
Observation subject_has(const Condition& condition, const Rule& rule, const Sight& sight);
Observation header_has(const Condition& condition, const Rule& rule, const Sight& sight);
Observation subject_or_body_has(const Condition& condition, const Rule& rule, const Sight& sight);

}  // namespace waybill::rules
