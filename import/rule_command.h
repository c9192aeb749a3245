// import/rule_command.h: a command on transport rules with what its parameters are bound to.
//
// What: what a script, an exported collection or exported objects say, command by command: New-TransportRule and its
// like. import/rule_list.h carries them out on a list; config/read_powershell.h takes the New- commands as they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "rules/raw_rule.h"

namespace waybill::import {

enum class Verb { New, Set, Enable, Disable, Remove, Get };

struct Argument {
  rules::RawParameter parameter;  // its full name, or as written when there is none like it
  std::string unknown = {};       // why the value is not known, and where; empty: it is known
  base::Place unknown_place = {};
  // @{Add = ...; Remove = ...}
  bool is_change = false;
  std::vector<rules::RawValue> removed = {};  // added ones are the parameter's values
};

struct Command {
  Verb verb = Verb::New;
  base::Place place;
  std::vector<Argument> arguments;

  const Argument* find(std::string_view name) const;
};

// New-TransportRule, Module\New-TransportRule, New-PrefixTransportRule, with any dash; none: another command.
std::optional<Verb> verb_of(std::string_view command);

// It changes rules.
bool is_rule_command(std::string_view command);

// A parameter of a command by its name, alias or unique beginning.
struct Resolved {
  std::string name;                               // as written when unknown
  std::vector<std::string_view> candidates = {};  // several: ambiguous
};
Resolved resolve_parameter(Verb verb, std::string_view written);

bool is_common(std::string_view parameter);  // every cmdlet has it, and it says nothing about a rule
bool is_switch(std::string_view parameter);  // takes no value

}  // namespace waybill::import
