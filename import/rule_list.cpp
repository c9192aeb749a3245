// import/rule_list.cpp: command by command.
#include "import/rule_list.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/text.h"
#include "import/evaluate.h"
#include "import/fit_value.h"
#include "import/value.h"

namespace waybill::import {
namespace {

using rules::Parameter;
using rules::RawParameter;
using rules::RawValue;
using rules::Status;
using rules::WordKind;

constexpr std::array<std::string_view, 6> kElsewhere = {"Name",    "Identity", "Priority",
                                                        "Confirm", "Force",    "DomainController"};
// Names that are written and do not exist, and what was meant.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kMeant = {
    {{"ToScope", "SentToScope"}, {"Description", "Comments"}, {"BodyContains", "SubjectOrBodyContainsWords"}}};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return base::equals_ignore_case(known, name); });
}

bool is_switched_on(const Argument* argument) {
  return argument != nullptr && argument->unknown.empty() && !argument->parameter.values.empty() &&
         argument->parameter.values.front().text == "true";
}

// The text of a parameter that has one.
std::string known_text(const Argument* argument) {
  const bool one = argument != nullptr && argument->unknown.empty() && argument->parameter.values.size() == 1;
  return one ? argument->parameter.values.front().text : std::string();
}

// Exchange's "not set": $null, no element, and $false for a condition or action.
bool is_unset(const Parameter& parameter, const Argument& argument) {
  if (!argument.unknown.empty() || argument.is_change) return false;
  const auto& values = argument.parameter.values;
  if (values.empty()) return true;
  const bool is_false = values.size() == 1 && values[0].kind == RawValue::Kind::Boolean && values[0].text == "false";
  const bool counts = parameter.word->kind == WordKind::Property && parameter.word->status != Status::Never;
  return is_false && !counts;
}

std::string unknown_parameter(const std::string& name) {
  if (contains(std::array<std::string_view, 3>{"Conditions", "Actions", "Exceptions"}, name)) {
    return "the way of Exchange 2007; export the rules there with Get-TransportRule | Export-Clixml";
  }
  std::string_view nearest = base::closest(name, rules::parameter_names());
  for (const auto& [written, meant] : kMeant) {
    if (base::equals_ignore_case(written, name)) nearest = meant;
  }
  std::string out = "unknown parameter";
  if (!nearest.empty()) out.append("; did you mean ").append(nearest).append("?");
  return out;
}

void erase_parameter(ImportedRule& rule, const std::string& name) {
  std::erase_if(rule.parameters, [&](const RawParameter& parameter) { return parameter.name == name; });
}

// What was lost stands there after all.
void find_again(ImportedRule& rule, std::string_view name) {
  std::erase_if(rule.losses, [&](const Loss& loss) { return loss.parameter == name; });
}

// @{Add = ...; Remove = ...} on what the rule has.
RawParameter changed(const ImportedRule& rule, const std::string& name, const Argument& argument) {
  RawParameter out{name, argument.parameter.place, {}, true};
  for (const RawParameter& parameter : rule.parameters) {
    if (parameter.name == name) out.values = parameter.values;
  }
  std::erase_if(out.values, [&](const RawValue& value) {
    return std::any_of(argument.removed.begin(), argument.removed.end(),
                       [&](const RawValue& removed) { return base::equals_ignore_case(value.text, removed.text); });
  });
  out.values.insert(out.values.end(), argument.parameter.values.begin(), argument.parameter.values.end());
  return out;
}

}  // namespace

void RuleList::apply(const Command& command) {
  if (command.verb == Verb::Get) return;
  if (command.verb == Verb::New) return create(command);
  change(command);
}

RuleList::Iterator RuleList::find(std::string_view name) {
  return std::find_if(rules_.begin(), rules_.end(),
                      [&](const ImportedRule& rule) { return base::equals_ignore_case(rule.name, name); });
}

std::string RuleList::free_name() {
  std::string name;
  do {
    name = "Unnamed rule " + std::to_string(++unnamed_);
  } while (find(name) != rules_.end());
  return name;
}

void RuleList::create(const Command& command) {
  const Argument* argument = command.find("Name");
  ImportedRule rule{known_text(argument), command.place};
  const auto first = rule.name.empty() ? rules_.end() : find(rule.name);
  if (first != rules_.end()) {
    return diagnostics_.error(
        command.place, "a second rule of the name of the one at " + to_string(first->place) + "; the first stays");
  }
  if (rules_.size() == limits_.rules) {
    return diagnostics_.error(command.place, "more than " + std::to_string(limits_.rules) + " rules");
  }
  if (rule.name.empty()) {
    rule.name = free_name();
    const bool unknown = argument != nullptr && !argument->unknown.empty();
    lose(rule, "Name", argument != nullptr ? argument->parameter.place : command.place,
         unknown ? argument->unknown : "a rule without a name");
  }
  set_all(rule, command);
  insert(std::move(rule), command.find("Priority"));
}

void RuleList::set_all(ImportedRule& rule, const Command& command) {
  std::set<std::string> seen;
  for (const Argument& argument : command.arguments) {
    if (!seen.insert(base::lower(argument.parameter.name)).second) {
      lose(rule, argument.parameter.name, argument.parameter.place, "given twice");
    } else if (!contains(kElsewhere, argument.parameter.name)) {
      set(rule, argument);
    }
  }
}

void RuleList::change(const Command& command) {
  const std::string name = known_text(command.find("Identity"));
  if (name.empty()) return diagnostics_.error(command.place, "which rule is meant only a run could know");
  const auto rule = find(name);
  if (rule == rules_.end()) {
    const char* text = "no rule of this name in what was read before";
    const bool harmless = command.verb == Verb::Remove || command.verb == Verb::Disable;
    return harmless ? diagnostics_.warn(command.place, text) : diagnostics_.error(command.place, text);
  }
  if (is_switched_on(command.find("WhatIf"))) return diagnostics_.warn(command.place, "WhatIf: it changes nothing");
  change_found(rule, command);
}

void RuleList::change_found(Iterator rule, const Command& command) {
  if (command.verb == Verb::Remove) {
    rules_.erase(rule);
    return;
  }
  if (command.verb == Verb::Enable) erase_parameter(*rule, "Enabled");
  if (command.verb == Verb::Disable) {
    set(*rule, {{"Enabled", command.place, {{RawValue::Kind::Boolean, "false", command.place}}, false}});
  }
  const Argument* new_name = command.find("Name");
  if (new_name != nullptr) rename(*rule, *new_name);
  set_all(*rule, command);
  const Argument* priority = command.find("Priority");
  if (priority == nullptr) return;
  ImportedRule moved = std::move(*rule);
  rules_.erase(rule);
  insert(std::move(moved), priority);
}

void RuleList::rename(ImportedRule& rule, const Argument& name) {
  const std::string text = known_text(&name);
  if (text.empty()) return lose(rule, "Name", name.parameter.place, name.unknown.empty() ? "no name" : name.unknown);
  const auto other = find(text);
  if (other != rules_.end() && &*other != &rule) {
    return diagnostics_.error(name.parameter.place, "Name: the rule at " + to_string(other->place) + " has it already");
  }
  rule.name = text;
  find_again(rule, "Name");
}

// As New-TransportRule does.
void RuleList::insert(ImportedRule rule, const Argument* priority) {
  std::size_t at = rules_.size();
  if (priority != nullptr) {
    const base::Place place = priority->parameter.place;
    const auto number = to_integer(text_value(known_text(priority), place));
    if (!number || *number < 0) {
      lose(rule, "Priority", place, priority->unknown.empty() ? "no rank" : priority->unknown);
    } else if (static_cast<std::size_t>(*number) > at) {
      diagnostics_.error(place, "Priority: past the end; the rule stands last");
    } else {
      at = static_cast<std::size_t>(*number);
    }
    if (number && *number >= 0) find_again(rule, "Priority");
  }
  rules_.insert(rules_.begin() + static_cast<std::ptrdiff_t>(at), std::move(rule));
}

void RuleList::set(ImportedRule& rule, const Argument& argument) {
  const auto parameter = rules::find_parameter(argument.parameter.name);
  if (!parameter) {
    if (argument.unknown.empty() && argument.parameter.values.empty()) return;
    const std::string& name = argument.parameter.name;
    const bool splat = name.starts_with('@');
    return lose(rule, name, argument.parameter.place, splat ? kOnlyRun : unknown_parameter(name));
  }
  const std::string name = parameter->name();
  if (!argument.is_change) find_again(rule, name);
  if (is_unset(*parameter, argument)) return erase_parameter(rule, name);
  if (parameter->word->status == Status::Never) return drop(rule, *parameter, argument);
  set_known(rule, *parameter, argument);
}

void RuleList::set_known(ImportedRule& rule, const Parameter& parameter, const Argument& argument) {
  const std::string name = parameter.name();
  if (!argument.unknown.empty()) {
    erase_parameter(rule, name);
    return lose(rule, name, argument.unknown_place, argument.unknown);
  }
  RawParameter raw = argument.is_change ? changed(rule, name, argument) : argument.parameter;
  erase_parameter(rule, name);
  if (raw.values.empty()) return;
  auto fitted = fit_value(parameter, std::move(raw));
  if (!fitted) return lose(rule, name, fitted.error().place.value_or(argument.parameter.place), fitted.error().text);
  rule.parameters.push_back(std::move(*fitted));
}

// What only Exchange has.
void RuleList::drop(ImportedRule& rule, const Parameter& parameter, const Argument& argument) {
  const std::string why = "not possible here: " + std::string(parameter.word->reason);
  if (parameter.word->kind == WordKind::Condition) {
    return lose(rule, parameter.name(), argument.parameter.place, why);
  }
  diagnostics_.error(argument.parameter.place, parameter.name() + ": " + why + "; it is dropped");
}

void RuleList::lose(ImportedRule& rule, std::string parameter, const base::Place& place, const std::string& why) {
  parameter = base::printable(parameter, 80);
  diagnostics_.error(place, parameter + ": " + why + "; the rule is switched off");
  rule.losses.push_back({std::move(parameter), place});
}

}  // namespace waybill::import
