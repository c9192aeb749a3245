// rules/attachment_conditions.h: conditions on what is attached. The functions of rules/words.h' rows.
//
// Contract: as rules/conditions.h. All look at message::Facts::attachments(); while it is null, they ask for it. Any
// one attachment is enough; members of archives and parts of attached messages count, but for the size: only what is
// attached to the message itself has one. What a limit kept from being looked into is not found (No, not Unknown):
// AttachmentProcessingLimitExceeded tells.
#pragma once

#include "rules/words.h"

namespace waybill::rules {

// AttachmentContainsWords and AttachmentMatchesPatterns; AttachmentNameMatchesPatterns.
Observation attachment_text_has(const Condition& condition, const Rule& rule, const Sight& sight);
Observation attachment_name_has(const Condition& condition, const Rule& rule, const Sight& sight);

Observation attachment_extension_matches_words(const Condition& condition, const Rule& rule, const Sight& sight);
Observation attachment_has_executable_content(const Condition& condition, const Rule& rule, const Sight& sight);
Observation attachment_is_password_protected(const Condition& condition, const Rule& rule, const Sight& sight);
Observation attachment_is_unsupported(const Condition& condition, const Rule& rule, const Sight& sight);
Observation attachment_processing_limit_exceeded(const Condition& condition, const Rule& rule, const Sight& sight);
Observation attachment_property_contains_words(const Condition& condition, const Rule& rule, const Sight& sight);
Observation attachment_size_over(const Condition& condition, const Rule& rule, const Sight& sight);

}  // namespace waybill::rules
