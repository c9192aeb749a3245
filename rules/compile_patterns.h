// rules/compile_patterns.h: the pattern values of a condition, compiled.
//
// Contract: fills condition.pattern_lists: for Patterns one for all values, for AttributePatterns one a value.
//   A value of AttributePatterns is split at its first colon, then at commas outside of {} [] (); `\,` is a comma.
//   What is wrong is said at its character in the file; then the lists are not complete.
#pragma once

#include "base/place.h"
#include "rules/raw_rule.h"
#include "rules/translation.h"
#include "rules/words.h"

namespace waybill::rules {

constexpr bool has_patterns(ValueType type) {
  return type == ValueType::Patterns || type == ValueType::AttributePatterns;
}

// REQUIRES: a condition of such a type, and its parameter as it was written.
void compile_patterns(Condition& condition, const RawParameter& raw, Dialect dialect, base::Diagnostics& diagnostics);

}  // namespace waybill::rules
