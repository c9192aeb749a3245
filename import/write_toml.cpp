// import/write_toml.cpp: properties, conditions, exceptions, actions; each in the order in which it was given.
#include "import/write_toml.h"

#include <algorithm>

#include "base/text.h"
#include "rules/toml_text.h"
#include "rules/words.h"

namespace waybill::import {
namespace {

using rules::RawParameter;
using rules::RawValue;
using rules::WordKind;

std::string written(const RawValue& value, bool block) {
  if (value.kind == RawValue::Kind::Boolean || value.kind == RawValue::Kind::Integer) return value.text;
  const bool markup = value.text.find_first_of("<\n") != std::string::npos;
  return block && markup ? rules::toml_block(value.text) : rules::toml_quoted(value.text);
}

void put(std::string& out, const RawParameter& parameter) {
  out += parameter.name + " = ";
  if (!parameter.is_list) {
    out += written(parameter.values.front(), true) + '\n';
    return;
  }
  for (std::size_t i = 0; i < parameter.values.size(); ++i) {
    out += (i == 0 ? "[" : ", ") + written(parameter.values[i], false);
  }
  out += "]\n";
}

int rank(const RawParameter& parameter) {
  const auto found = rules::find_parameter(parameter.name);
  if (found->word->kind == WordKind::Property) return parameter.name == "Comments" ? 0 : 1;
  if (found->word->kind == WordKind::Condition) return found->exception ? 3 : 2;
  return 4;
}

void put_losses(std::string& out, const ImportedRule& rule) {
  if (rule.losses.empty()) return;
  out += "# Switched off, because the import could not take over";
  for (std::size_t i = 0; i < rule.losses.size(); ++i) {
    const Loss& loss = rule.losses[i];
    out += std::string(i == 0 ? "" : ",") + "\n#   " + loss.parameter + " (" + base::printable(to_string(loss.place)) +
           ")";
  }
  out += '\n';
}

void put(std::string& out, const ImportedRule& rule) {
  if (!out.empty()) out += '\n';
  put_losses(out, rule);
  out += "[[TransportRule]]\nName = " + rules::toml_quoted(rule.name) + '\n';
  if (!rule.losses.empty()) out += "Enabled = false\n";
  std::vector<RawParameter> sorted = rule.parameters;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const RawParameter& a, const RawParameter& b) { return rank(a) < rank(b); });
  for (const RawParameter& parameter : sorted) {
    const bool enabled = parameter.name == "Enabled";
    const bool default_value = enabled && parameter.values.front().text == "true";
    if (!default_value && !(enabled && !rule.losses.empty())) put(out, parameter);
  }
}

}  // namespace

std::string write_toml(const std::vector<ImportedRule>& rules) {
  std::string out;
  for (const ImportedRule& rule : rules) put(out, rule);
  return out;
}

}  // namespace waybill::import
