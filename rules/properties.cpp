// rules/properties.cpp: the properties and actions that are done, one function each.
#include "rules/properties.h"

#include <algorithm>

#include "base/text.h"

namespace waybill::rules {
namespace {

using base::Diagnostics;

Disclaimer& disclaimer(Rule& rule) { return rule.disclaimer ? *rule.disclaimer : rule.disclaimer.emplace(); }

// Words choose enumerators by position: Word::choices lists them in the order of the enumeration.
template <class Enum>
Enum chosen(const Value& value) {
  return static_cast<Enum>(value.number);
}

}  // namespace

void set_name(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  rule.name = base::trim(value.text);
  if (rule.name.empty()) diagnostics.error(value.place, "Name is empty");
}

void set_comments(Rule& rule, const Value& value, Diagnostics&) { rule.comments = value.text; }

// WhatIf = true stays stronger.
void set_enabled(Rule& rule, const Value& value, Diagnostics&) { rule.enabled = rule.enabled && value.number != 0; }

void set_priority(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  rule.priority = value.number;
  if (value.number < 0) diagnostics.error(value.place, "Priority is a number from 0 on; 0 runs first");
}

void set_mode(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  rule.mode = value.number == 0 ? Mode::Enforce : Mode::Audit;
  if (value.number == 2) diagnostics.warn(value.place, "AuditAndNotify acts as Audit: there are no notices yet");
}

void set_activation(Rule& rule, const Value& value, Diagnostics&) { rule.activation = value.number; }
void set_expiry(Rule& rule, const Value& value, Diagnostics&) { rule.expiry = value.number; }
void set_error_action(Rule& rule, const Value& value, Diagnostics&) { rule.error_action = chosen<ErrorAction>(value); }

void set_rule_sub_type(Rule&, const Value& value, Diagnostics& diagnostics) {
  if (value.number != 0) diagnostics.error(value.place, "RuleSubType Dlp works with the DLP service of Exchange only");
}

void set_sender_address_location(Rule& rule, const Value& value, Diagnostics&) {
  rule.sender_address_location = chosen<SenderAddressLocation>(value);
}

void set_recipient_address_type(Rule& rule, const Value& value, Diagnostics&) {
  rule.recipient_address_type = chosen<RecipientAddressType>(value);
}

void set_empty_lines(Rule& rule, const Value& value, Diagnostics&) { rule.empty_lines = chosen<EmptyLines>(value); }

void set_legacy_patterns(Rule& rule, const Value& value, Diagnostics&) { rule.legacy_patterns = value.number != 0; }

void set_what_if(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  if (value.number == 0) return;
  rule.enabled = false;
  diagnostics.warn(value.place, "WhatIf: the rule counts as switched off");
}

void set_nothing(Rule&, const Value&, Diagnostics&) {}

void set_disclaimer_html(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  disclaimer(rule).html = {value.text, {}, value.place, value.jumps};
  if (base::trim(value.text).empty()) diagnostics.error(value.place, "ApplyHtmlDisclaimerText is empty");
}

void set_disclaimer_html_file(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  disclaimer(rule).html = {{}, value.text, value.place, {}};
  if (value.text.empty()) diagnostics.error(value.place, "ApplyHtmlDisclaimerFile names no file");
}

void set_disclaimer_text(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  disclaimer(rule).text = {value.text, {}, value.place, value.jumps};
  if (base::trim(value.text).empty()) diagnostics.error(value.place, "ApplyTextDisclaimerText is empty");
}

void set_disclaimer_text_file(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  disclaimer(rule).text = {{}, value.text, value.place, {}};
  if (value.text.empty()) diagnostics.error(value.place, "ApplyTextDisclaimerFile names no file");
}

void set_disclaimer_location(Rule& rule, const Value& value, Diagnostics&) {
  disclaimer(rule).location = chosen<DisclaimerLocation>(value);
}

// Short ones would be met in ordinary text; blanks and line breaks come out of a mail client in other forms.
void set_disclaimer_marker(Rule& rule, const Value& value, Diagnostics& diagnostics) {
  constexpr std::size_t kShortest = 4;
  constexpr std::size_t kLongest = 64;
  const auto is_sign = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7F'; };
  const bool is_good = value.text.size() >= kShortest && value.text.size() <= kLongest &&
                       std::all_of(value.text.begin(), value.text.end(), is_sign);
  disclaimer(rule).marker = value.text;
  if (!is_good) diagnostics.error(value.place, "ApplyHtmlDisclaimerMarker is 4 to 64 characters without blanks");
}

void set_disclaimer_fallback(Rule& rule, const Value& value, Diagnostics&) {
  disclaimer(rule).fallback = chosen<Fallback>(value);
}

void set_once(Rule& rule, const Value& value, Diagnostics&) { disclaimer(rule).once = chosen<Once>(value); }

void set_replace_client_signature(Rule& rule, const Value& value, Diagnostics&) {
  disclaimer(rule).replaces_client_signature = value.number != 0;
}

void set_stop_rule_processing(Rule& rule, const Value& value, Diagnostics&) {
  rule.stop_rule_processing = value.number != 0;
}

}  // namespace waybill::rules
