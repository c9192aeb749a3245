// tracking/rule_entries.h: the rules that matched, as Exchange's Transport Rule Agent tells them in custom-data.
//
//     S:TRA=ETR|ruleId=Signature|action=ApplyHtmlDisclaimer|sev=2|mode=Enforce;S:TRA=ETR|ruleId=...
//
// Contract
//   Pure. One entry a rule that matched, in the order of the rules, parted by ";"; of a rule `|`, action= for each of
//   its actions (rules/action_names.h), sev= (1 low, 2 medium, 3 high) where it sets one, and mode=. ruleId is the
//   rule's name, as rules have no GUID here; `|`, `;`, `%` and control characters in it as %7C, %3B ... st= (when the
//   rule was last changed) is left out: nobody knows it of a rule in a file. Rules with SetAuditSeverity DoNotAudit are
//   left out. Beyond 16 KB no more rules are named.
// Source: Exchange, DLP logs and message trace (custom_data, ETR).
#pragma once

#include <string>
#include <vector>

#include "message/outcome.h"

namespace waybill::tracking {

// `audits_only`: whatever their mode is, the rules did nothing.
std::string rule_entries(const std::vector<message::RuleTrace>& rules, bool audits_only);

}  // namespace waybill::tracking
