// rules/action_names.h: what a rule does, in the words of Exchange's message tracking log.
//
// Contract: the names of Exchange's actions (Get-TransportRuleAction), which are those of the parameters without what
// only qualifies them: ApplyHtmlDisclaimer for ApplyHtmlDisclaimerText and its location. In the order in which they are
// done (engine/branch.h). SetAuditSeverity and StopRuleProcessing are actions, as in Exchange; Disconnect and
// LogEventText are those of Edge servers. The names live as long as the program.
#pragma once

#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace waybill::rules {

std::vector<std::string_view> action_names(const Rule& rule);

}  // namespace waybill::rules
