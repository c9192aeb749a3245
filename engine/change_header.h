// engine/change_header.h: what the actions of a rule do to the header.
//
// Contract
//   Text that is not ASCII becomes RFC 2047 words. What stood in a field keeps its bytes.
//   SetHeader leaves one field of that name (Exchange: "adds the field or changes its value"); RemoveHeader removes
//   all. PrependSubject does not look whether the text is there already (as Exchange). Classification:
//   X-Microsoft-Classified and its companions (MS-OXCMAIL 2.1.3.2.17); SCL: X-MS-Exchange-Organization-SCL.
#pragma once

#include <string_view>

#include "engine/header_draft.h"
#include "engine/policy.h"
#include "rules/rule.h"

namespace waybill::engine {

// By name or id; null: there is none.
const rules::Classification* find_classification(const Policy& policy, std::string_view name);

// A classification that is not known changes nothing; the build of a policy refuses it.
void change_header(HeaderDraft& header, const rules::Actions& actions, const Policy& policy);

// Names an added recipient where the others see her: in "To" or "Cc", unless she stands there already.
void add_mailbox(HeaderDraft& header, std::string_view field, std::string_view address);

}  // namespace waybill::engine
