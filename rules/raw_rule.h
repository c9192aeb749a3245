// rules/raw_rule.h: a rule as it was written, before anything is known about its words.
//
// What: what TOML (config/read_toml_rules.h) and PowerShell (import/read_script.h) have in common:
// names and values with their places. rules/check.h makes a Rule of it.
#pragma once

#include <string>
#include <vector>

#include "base/place.h"

namespace waybill::rules {

struct RawValue {
  enum class Kind { Text, Integer, Boolean, Date };
  Kind kind = Kind::Text;
  std::string text;  // the value as text: `true`, `10485760`, ISO 8601 for a date
  base::Place place;
  base::Jumps jumps = {};  // of a text that was written with escapes
};

struct RawParameter {
  std::string name;  // as written
  base::Place place;
  std::vector<RawValue> values;  // one for a single value; empty for an empty list or $null
  bool is_list = false;
};

struct RawRule {
  base::Place place;
  std::vector<RawParameter> parameters;
};

}  // namespace waybill::rules
