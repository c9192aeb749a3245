// rules/recipient_conditions.h: conditions on recipients, and on sender and recipient together.
//
// What: the functions of rules/words.h' rows for Exchange's families "recipient" (asked for Sight::recipient),
// "any recipient" and "To/Cc field" (asked once, for the whole message), and "sender and recipient".
//
// Contract: as rules/conditions.h.
//   Addresses are primary ones, as in Exchange: a recipient of a domain of ours is looked up, and the Email of her
//   entry stands for the address that was written; RecipientAddressType Original takes the written one. So a rule
//   that names a proxy address matches nobody.
//   Who is not in the directory has no attributes, no manager and is in no group.
//   ..._has serves both words and patterns, as in rules/text_conditions.h.
//   The sender of these conditions is the first mailbox of From, of a message from inside.
#pragma once

#include "rules/words.h"

namespace waybill::rules {

Observation sent_to(const Condition& condition, const Rule& rule, const Sight& sight);
Observation sent_to_member_of(const Condition& condition, const Rule& rule, const Sight& sight);
Observation sent_to_scope(const Condition& condition, const Rule& rule, const Sight& sight);
Observation recipient_address_has(const Condition& condition, const Rule& rule, const Sight& sight);
Observation recipient_attribute_has(const Condition& condition, const Rule& rule, const Sight& sight);
Observation recipient_domain_is(const Condition& condition, const Rule& rule, const Sight& sight);

Observation any_of_recipient_address_has(const Condition& condition, const Rule& rule, const Sight& sight);
Observation any_of_to_header(const Condition& condition, const Rule& rule, const Sight& sight);
Observation any_of_to_header_member_of(const Condition& condition, const Rule& rule, const Sight& sight);
Observation any_of_cc_header(const Condition& condition, const Rule& rule, const Sight& sight);
Observation any_of_cc_header_member_of(const Condition& condition, const Rule& rule, const Sight& sight);
Observation any_of_to_cc_header(const Condition& condition, const Rule& rule, const Sight& sight);
Observation any_of_to_cc_header_member_of(const Condition& condition, const Rule& rule, const Sight& sight);

Observation manager_is(const Condition& condition, const Rule& rule, const Sight& sight);
Observation sender_manages(const Condition& condition, const Rule& rule, const Sight& sight);
Observation attributes_compare(const Condition& condition, const Rule& rule, const Sight& sight);
Observation between_members(const Condition& condition, const Rule& rule, const Sight& sight);

}  // namespace waybill::rules
