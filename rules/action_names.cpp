// rules/action_names.cpp: one line an action.
#include "rules/action_names.h"

#include <utility>

namespace waybill::rules {

std::vector<std::string_view> action_names(const Rule& rule) {
  constexpr int kDisconnect = 421;
  const Actions& actions = rule.actions;
  const AddedRecipients& add = actions.add;
  const bool disconnects = actions.reject && actions.reject->code == kDisconnect;
  const std::pair<bool, std::string_view> all[] = {
      {!actions.remove_header.empty(), "RemoveHeader"},
      {!actions.set_header_name.empty(), "SetHeader"},
      {!actions.prepend_subject.empty(), "PrependSubject"},
      {!actions.classification.empty(), "ApplyClassification"},
      {actions.scl.has_value(), "SetSCL"},
      {rule.disclaimer.has_value(), "ApplyHtmlDisclaimer"},
      {!add.to.empty(), "AddToRecipients"},
      {!add.cc.empty(), "CopyTo"},
      {!add.bcc.empty(), "BlindCopyTo"},
      {add.manager.has_value(), "AddManagerAsRecipientType"},
      {!actions.redirect.empty(), "RedirectMessage"},
      {actions.suppress_duplicates, "SuppressDuplicates"},
      {actions.quarantine, "Quarantine"},
      {disconnects, "Disconnect"},
      {actions.reject && !disconnects, "RejectMessage"},
      {actions.delete_message, "DeleteMessage"},
      {!actions.log_event.empty(), "LogEvent"},
      {actions.severity.has_value(), "SetAuditSeverity"},
      {rule.stop_rule_processing, "StopRuleProcessing"},
  };
  std::vector<std::string_view> out;
  for (const auto& [is_asked, name] : all) {
    if (is_asked) out.push_back(name);
  }
  return out;
}

}  // namespace waybill::rules
