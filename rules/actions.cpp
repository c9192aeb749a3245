// rules/actions.cpp: the actions that are done, one function each.
#include "rules/actions.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace waybill::rules {
namespace {

using base::Diagnostics;

Rejection& rejection(Rule& rule) { return rule.actions.reject ? *rule.actions.reject : rule.actions.reject.emplace(); }

bool may_change(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNever = {"Content-", "MIME-Version", "Received", "Return-Path",
                                                      "X-Waybill-"};
  return std::none_of(kNever.begin(), kNever.end(), [&](std::string_view never) {
    return never.ends_with('-') ? base::starts_with_ignore_case(name, never) : base::equals_ignore_case(name, never);
  });
}

void check_may_change(const Value& value, Diagnostics& diagnostics) {
  if (may_change(value.text)) return;
  diagnostics.error(value.place, value.text +
                                     " is not changed by rules: it holds the structure of the message, or is "
                                     "written by the MTA or by Waybill");
}

// "5.7.N" with N 1 or 10 to 999.
bool is_reject_status(std::string_view text) {
  constexpr std::string_view kPolicy = "5.7.";
  if (!text.starts_with(kPolicy)) return false;
  text.remove_prefix(kPolicy.size());
  int detail = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), detail);
  const bool is_whole = read.ec == std::errc() && read.ptr == text.data() + text.size() && text.front() != '0';
  return is_whole && (detail == 1 || (detail >= 10 && detail <= 999));
}

void check_one_line(const Value& value, Diagnostics& diagnostics) {
  if (value.text.find_first_of("\r\n") == std::string::npos) return;
  diagnostics.error(value.place, "a header field's value is one line; it is folded where it is long");
}

}  // namespace

void set_remove_header(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  rule.actions.remove_header = value.text;
  check_may_change(value, diagnostics);
}

void set_header_name(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  rule.actions.set_header_name = value.text;
  check_may_change(value, diagnostics);
}

void set_header_value(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  rule.actions.set_header_value = value.text;
  check_one_line(value, diagnostics);
}

void set_prepend_subject(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  rule.actions.prepend_subject = value.text;
  check_one_line(value, diagnostics);
}

void set_classification(Rule& rule, const Value& value, Diagnostics&) { rule.actions.classification = value.text; }

void set_scl(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  rule.actions.scl = static_cast<int>(value.number);
  if (value.number < -1 || value.number > 9) diagnostics.error(value.place, "SetSCL is -1 or 0 to 9");
}

void set_add_to_recipients(Rule& rule, const Value& value, Diagnostics&) { rule.actions.add.to.push_back(value.text); }
void set_copy_to(Rule& rule, const Value& value, Diagnostics&) { rule.actions.add.cc.push_back(value.text); }
void set_blind_copy_to(Rule& rule, const Value& value, Diagnostics&) { rule.actions.add.bcc.push_back(value.text); }
void set_redirect_to(Rule& rule, const Value& value, Diagnostics&) { rule.actions.redirect.push_back(value.text); }

void set_add_manager(Rule& rule, const Value& value, Diagnostics&) {
  rule.actions.add.manager = static_cast<Recipients>(value.number);
}

void set_delete_message(Rule& rule, const Value& value, Diagnostics&) {
  rule.actions.delete_message = value.number != 0;
}
void set_suppress_duplicates(Rule& rule, const Value& value, Diagnostics&) {
  rule.actions.suppress_duplicates = value.number != 0;
}
void set_quarantine(Rule& rule, const Value& value, Diagnostics&) { rule.actions.quarantine = value.number != 0; }

// RFC 5321, 3.8: 421 is the reply before a server closes the connection.
void set_disconnect(Rule& rule, const Value& value, Diagnostics&) {
  if (value.number != 0) rule.actions.reject = Rejection{421, "4.7.0", "Service not available, closing connection"};
}

void set_reject_text(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  rejection(rule).text = value.text;
  if (base::trim(value.text).empty()) diagnostics.error(value.place, "the text of a reject is empty");
}

void set_reject_status(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  rejection(rule).status = value.text;
  if (is_reject_status(value.text)) return;
  diagnostics.error(value.place, "RejectMessageEnhancedStatusCode is 5.7.1 or 5.7.10 to 5.7.999");
}

void set_smtp_reject_code(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  Rejection& reject = rejection(rule);
  reject.code = static_cast<int>(value.number);
  if (value.number < 500) reject.status = "4.7.1";
  if (value.number < 400 || value.number > 599) {
    diagnostics.error(value.place, "SmtpRejectMessageRejectStatusCode is 400 to 599");
  }
}

void set_log_event(Rule& rule, const Value& value, Diagnostics&) { rule.actions.log_event = value.text; }

void set_audit_severity(Rule& rule, const Value& value, Diagnostics&) {
  rule.actions.severity = static_cast<AuditSeverity>(value.number);
}

}  // namespace waybill::rules
