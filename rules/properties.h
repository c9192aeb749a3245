// rules/properties.h: what properties and actions put into a Rule. The functions of rules/words.h' rows.
//
// Contract: REQUIRES a value that was checked against the word's type. What is legal, but means something else
// here than in Exchange, is said as a warning at the value's place.
#pragma once

#include "rules/words.h"

namespace waybill::rules {

void set_name(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_comments(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_enabled(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_priority(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_mode(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_activation(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_expiry(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_error_action(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_rule_sub_type(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_sender_address_location(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_recipient_address_type(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_empty_lines(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_legacy_patterns(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_what_if(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_nothing(Rule& rule, const Value& value, base::Diagnostics& diagnostics);

void set_disclaimer_html(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_disclaimer_html_file(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_disclaimer_text(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_disclaimer_text_file(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_disclaimer_location(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_disclaimer_marker(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_disclaimer_fallback(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_once(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_replace_client_signature(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_stop_rule_processing(Rule& rule, const Value& value, base::Diagnostics& diagnostics);

}  // namespace waybill::rules
