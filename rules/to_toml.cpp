// rules/to_toml.cpp: a rule set as a TOML rules file. What has its default value is left out.
#include "rules/check.h"

#include <algorithm>

#include "base/text.h"
#include "rules/iso_date.h"
#include "rules/toml_text.h"
#include "rules/words.h"

namespace waybill::rules {
namespace {

constexpr int kDisconnect = 421;

// The condition whose values go with those of `word`. REQUIRES that there is one.
const Word* partner_of(const Word& word) {
  const auto goes_with = [&](const Word& other) { return other.needs == word.name && other.observe == nullptr; };
  return &*std::find_if(words().begin(), words().end(), goes_with);
}

class Writer {
 public:
  void rule(const Rule& rule) {
    out_ += out_.empty() ? "[[TransportRule]]\n" : "\n[[TransportRule]]\n";
    put("Name", toml_quoted(rule.name));
    if (!rule.comments.empty()) put("Comments", toml_quoted(rule.comments));
    properties(rule);
    for (const Condition& condition : rule.conditions) put(condition);
    for (const Condition& exception : rule.exceptions) put(exception);
    actions(rule);
  }
  std::string result() && { return std::move(out_); }

 private:
  void put(std::string_view key, std::string_view value) { out_.append(key).append(" = ").append(value).append("\n"); }

  // The enumerator's name, unless it is the first, the default.
  template <class Enum>
  void put_choice(std::string_view key, Enum value) {
    if (value != Enum()) put_name(key, value);
  }
  template <class Enum>
  void put_name(std::string_view key, Enum value) {
    const auto names = base::split(find_parameter(key)->word->choices, '|');
    put(key, toml_quoted(names[static_cast<std::size_t>(value)]));
  }

  void put(const std::string& key, const DisclaimerText& text) {
    if (text.file.empty()) {
      put(key + "Text", toml_block(text.text));
    } else {
      put(key + "File", toml_quoted(text.file));
    }
  }

  void properties(const Rule& rule) {
    if (!rule.enabled) put("Enabled", "false");
    put_choice("Mode", rule.mode);
    if (rule.activation) put("ActivationDate", to_iso_date(*rule.activation));
    if (rule.expiry) put("ExpiryDate", to_iso_date(*rule.expiry));
    put_choice("RuleErrorAction", rule.error_action);
    put_choice("SenderAddressLocation", rule.sender_address_location);
    put_choice("RecipientAddressType", rule.recipient_address_type);
    put_choice("EmptyLines", rule.empty_lines);
    if (rule.legacy_patterns) put("UseLegacyRegex", "true");
  }

  void put(const Condition& condition) {
    const Parameter parameter{condition.word, condition.exception};
    if (!condition.partner.empty()) {
      const Parameter partner{partner_of(*condition.word), condition.exception};
      put(partner.name(), as_value(partner.word->type, condition.partner));
    }
    put(parameter.name(), as_value(condition.word->type, condition.values));
  }

  static std::string as_value(ValueType type, const std::vector<std::string>& values) {
    if (is_list(type)) return as_list(values);
    const bool is_bare = type == ValueType::Boolean || type == ValueType::Integer || type == ValueType::Size ||
                         type == ValueType::SpamLevel;
    return is_bare ? values.front() : toml_quoted(values.front());
  }

  static std::string as_list(const std::vector<std::string>& values) {
    std::string list;
    for (const std::string& value : values) list += (list.empty() ? "[" : ", ") + toml_quoted(value);
    return list + ']';
  }

  void put_text(std::string_view key, const std::string& text) {
    if (!text.empty()) put(key, toml_quoted(text));
  }
  void put_addresses(std::string_view key, const std::vector<std::string>& addresses) {
    if (!addresses.empty()) put(key, as_list(addresses));
  }
  void put_flag(std::string_view key, bool is_set) {
    if (is_set) put(key, "true");
  }

  void actions(const Rule& rule) {
    if (rule.disclaimer) {
      put_choice("ApplyHtmlDisclaimerLocation", rule.disclaimer->location);
      if (rule.disclaimer->marker != Disclaimer().marker)
        put("ApplyHtmlDisclaimerMarker", toml_quoted(rule.disclaimer->marker));
      put_choice("ApplyHtmlDisclaimerFallbackAction", rule.disclaimer->fallback);
      put_choice("Once", rule.disclaimer->once);
      if (rule.disclaimer->replaces_client_signature) put("ReplaceClientSignature", "true");
      put("ApplyHtmlDisclaimer", rule.disclaimer->html);
      if (rule.disclaimer->text) put("ApplyTextDisclaimer", *rule.disclaimer->text);
    }
    other_actions(rule.actions);
    put_flag("StopRuleProcessing", rule.stop_rule_processing);
  }

  void other_actions(const Actions& actions) {
    put_text("RemoveHeader", actions.remove_header);
    put_text("SetHeaderName", actions.set_header_name);
    if (!actions.set_header_name.empty()) put("SetHeaderValue", toml_quoted(actions.set_header_value));
    put_text("PrependSubject", actions.prepend_subject);
    put_text("ApplyClassification", actions.classification);
    if (actions.scl) put("SetSCL", std::to_string(*actions.scl));
    put_addresses("AddToRecipients", actions.add.to);
    put_addresses("CopyTo", actions.add.cc);
    put_addresses("BlindCopyTo", actions.add.bcc);
    if (actions.add.manager) put_name("AddManagerAsRecipientType", *actions.add.manager);
    put_addresses("RedirectMessageTo", actions.redirect);
    put_flag("SuppressDuplicates", actions.suppress_duplicates);
    put_flag("Quarantine", actions.quarantine);
    put_flag("DeleteMessage", actions.delete_message);
    if (actions.reject) put(*actions.reject);
    put_text("LogEventText", actions.log_event);
    if (actions.severity) put_name("SetAuditSeverity", *actions.severity);
  }

  void put(const Rejection& reject) {
    if (reject.code == kDisconnect) return put("Disconnect", "true");
    if (reject.code != Rejection().code) put("SmtpRejectMessageRejectStatusCode", std::to_string(reject.code));
    put("RejectMessageReasonText", toml_quoted(reject.text));
    if (reject.code == Rejection().code && reject.status != Rejection().status) {
      put("RejectMessageEnhancedStatusCode", toml_quoted(reject.status));
    }
  }

  std::string out_;
};

}  // namespace

std::string to_toml(const Ruleset& rules) {
  Writer writer;
  for (const Rule& rule : rules) writer.rule(rule);
  return std::move(writer).result();
}

}  // namespace waybill::rules
