// rules/check_value.h: the values of one parameter against the type of its word.
//
// Contract: everything that is wrong is said at the value's place, and nothing else; nullopt then. Values come back
// normalized: addresses and domains in lower case, enumerations as Exchange spells them.
#pragma once

#include <optional>
#include <vector>

#include "base/place.h"
#include "rules/raw_rule.h"
#include "rules/words.h"

namespace waybill::rules {

// REQUIRES: raw has at least one value, or is an (empty) list.
std::optional<std::vector<Value>> check_values(const Parameter& parameter, const RawParameter& raw,
                                               base::Diagnostics& diagnostics);

// "Department:Sales,Human Resources" (also of a document's property): what stands behind the colon; `\,` is a comma,
// and one inside {} [] () does not divide.
std::vector<std::string> attribute_value_words(std::string_view value);

}  // namespace waybill::rules
