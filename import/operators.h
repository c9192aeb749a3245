// import/operators.h: kinds of operators, by the text that the lexer gives them (lower case, plain dash).
#pragma once

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace waybill::import {

// It is one of those that stand in `list`, with blanks between.
inline bool is_operator_of(std::string_view name, std::string_view list) {
  const auto names = base::split(list, ' ');
  return std::find(names.begin(), names.end(), name) != names.end();
}

inline bool is_unary_operator(std::string_view name) { return is_operator_of(name, "! - + -not -join -split ++ --"); }

// -join, -eq; it looks like a parameter, too.
inline bool is_word_operator(std::string_view name) {
  return name.size() > 1 && name[0] == '-' && base::lower(name[1]) >= 'a';
}

}  // namespace waybill::import
