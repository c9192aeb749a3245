// rules/search.h: the words or patterns of a condition in a text.
#pragma once

#include <cstddef>

#include "rules/hit.h"
#include "rules/rule.h"
#include "rules/texts.h"

namespace waybill::rules {

// `list`: which of the condition's lists: 0, or of attribute conditions the index of the value.
// Unknown: a pattern was given up (rules/pattern.h). REQUIRES a condition with compiled lists.
Hit search(const Condition& condition, std::size_t list, Text& text);

}  // namespace waybill::rules
