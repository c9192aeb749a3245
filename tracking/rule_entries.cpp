// tracking/rule_entries.cpp: one entry a rule.
#include "tracking/rule_entries.h"

#include <string_view>

#include "tracking/one_line.h"

namespace waybill::tracking {
namespace {

constexpr std::size_t kMost = 16 * 1024;

// One that parts of an entry cannot be faked by.
std::string rule_id(std::string_view name) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= ' ' && byte != 0x7F && c != '|' && c != ';' && c != '%') {
      out += c;
    } else {
      out.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
    }
  }
  return one_line(out);
}

std::string_view severity_of(const message::RuleTrace& rule) {
  return rule.severity == "Low" ? "1" : rule.severity == "Medium" ? "2" : rule.severity == "High" ? "3" : "";
}

std::string entry(const message::RuleTrace& rule, bool audits_only) {
  std::string out = "S:TRA=ETR|ruleId=" + rule_id(rule.name);
  for (const std::string_view action : rule.actions) out.append("|action=").append(action);
  if (const auto severity = severity_of(rule); !severity.empty()) out.append("|sev=").append(severity);
  return out + (audits_only || rule.audits_only ? "|mode=Audit" : "|mode=Enforce");
}

}  // namespace

std::string rule_entries(const std::vector<message::RuleTrace>& rules, bool audits_only) {
  std::string out;
  for (const message::RuleTrace& rule : rules) {
    if (rule.matched != base::Truth::Yes || rule.severity == "DoNotAudit") continue;
    const std::string next = entry(rule, audits_only);
    if (out.size() + next.size() >= kMost) break;
    if (!out.empty()) out += ';';
    out += next;
  }
  return out;
}

}  // namespace waybill::tracking
