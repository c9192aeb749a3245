// rules/actions.h: what actions other than signing put into a Rule. The functions of rules/words.h' rows.
//
// Contract: as rules/properties.h. A list gives one call for each of its values.
//   Fields that hold the structure of a message, or that we or the MTA answer for, are neither set nor removed:
//   Content-*, MIME-Version, Received, Return-Path, X-Waybill-*.
#pragma once

#include "rules/words.h"

namespace waybill::rules {

void set_remove_header(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_header_name(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_header_value(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_prepend_subject(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_classification(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_scl(Rule& rule, const Value& value, base::Diagnostics& diagnostics);

void set_add_to_recipients(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_copy_to(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_blind_copy_to(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_redirect_to(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_add_manager(Rule& rule, const Value& value, base::Diagnostics& diagnostics);

void set_delete_message(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_suppress_duplicates(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_quarantine(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_disconnect(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_reject_text(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_reject_status(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_smtp_reject_code(Rule& rule, const Value& value, base::Diagnostics& diagnostics);

void set_log_event(Rule& rule, const Value& value, base::Diagnostics& diagnostics);
void set_audit_severity(Rule& rule, const Value& value, base::Diagnostics& diagnostics);

}  // namespace waybill::rules
