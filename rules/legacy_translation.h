// rules/legacy_translation.h: the patterns of Exchange 2010; the half of rules/translation.h for Dialect::Legacy.
#pragma once

#include <string_view>
#include <variant>

#include "rules/translation.h"

namespace waybill::rules {

std::variant<Translation, PatternError> translate_legacy(std::string_view pattern);

}  // namespace waybill::rules
