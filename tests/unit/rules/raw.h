// Raw rules for tests, as a reader would deliver them: one line a parameter.
#pragma once

#include <string>
#include <vector>

#include "rules/check.h"

namespace waybill::rules::test {

inline RawParameter text(std::string name, std::vector<std::string> values) {
  RawParameter out{std::move(name), {"r", 2, 1}, {}, values.size() != 1};
  for (std::string& value : values) out.values.push_back({RawValue::Kind::Text, std::move(value), {"r", 2, 9}});
  return out;
}

inline RawParameter typed(std::string name, RawValue::Kind kind, std::string value) {
  return {std::move(name), {"r", 2, 1}, {{kind, std::move(value), {"r", 2, 9}}}, false};
}

inline RawRule rule(std::string name, std::vector<RawParameter> parameters) {
  parameters.insert(parameters.begin(), text("Name", {std::move(name)}));
  return {{"r", 1, 1}, std::move(parameters)};
}

// A rule that stops, so that nothing is said about a missing action.
inline RawRule stop_rule(std::string name, std::vector<RawParameter> parameters) {
  parameters.push_back(typed("StopRuleProcessing", RawValue::Kind::Boolean, "true"));
  return rule(std::move(name), std::move(parameters));
}

inline std::string said(const base::Diagnostics& diagnostics) {
  std::string out;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) out += to_string(diagnostic) + '\n';
  return out;
}

inline Ruleset checked(std::vector<RawRule> rules, std::string* out = nullptr) {
  base::Diagnostics diagnostics;
  Ruleset result = check({{Insertion::Declared, std::move(rules)}}, {}, diagnostics);
  if (out != nullptr) *out = said(diagnostics);
  return result;
}

}  // namespace waybill::rules::test
