// import/fit_value.h: values as PowerShell and Exchange write them, as our rules files want them.
//
// What: dates, sizes ("10 MB (10,485,760 bytes)"), 0 and 1 for booleans, numbers in quotes, names of choices in any
// case. Not here: whether a domain, an address or a pattern is good; `waybill check` says that. Fails: with the reason,
// which never has the value in it.
#pragma once

#include "base/result.h"
#include "rules/raw_rule.h"
#include "rules/words.h"

namespace waybill::import {

// REQUIRES values.
base::Result<rules::RawParameter> fit_value(const rules::Parameter& parameter, rules::RawParameter raw);

}  // namespace waybill::import
