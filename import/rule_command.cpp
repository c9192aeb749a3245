// import/rule_command.cpp: names of commands and parameters.
#include "import/rule_command.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "rules/words.h"

namespace waybill::import {
namespace {

constexpr std::string_view kNoun = "TransportRule";
constexpr std::array<std::pair<std::string_view, Verb>, 6> kVerbs = {{{"New", Verb::New},
                                                                      {"Set", Verb::Set},
                                                                      {"Enable", Verb::Enable},
                                                                      {"Disable", Verb::Disable},
                                                                      {"Remove", Verb::Remove},
                                                                      {"Get", Verb::Get}}};
constexpr std::array<std::string_view, 11> kCommon = {
    "Verbose",     "Debug",     "ErrorAction",      "ErrorVariable",     "WarningAction",      "WarningVariable",
    "OutVariable", "OutBuffer", "PipelineVariable", "InformationAction", "InformationVariable"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kAliases = {{{"cf", "Confirm"},
                                                                                     {"wi", "WhatIf"},
                                                                                     {"vb", "Verbose"},
                                                                                     {"db", "Debug"},
                                                                                     {"ea", "ErrorAction"},
                                                                                     {"ev", "ErrorVariable"},
                                                                                     {"wa", "WarningAction"},
                                                                                     {"wv", "WarningVariable"},
                                                                                     {"ov", "OutVariable"},
                                                                                     {"ob", "OutBuffer"},
                                                                                     {"pv", "PipelineVariable"},
                                                                                     {"infa", "InformationAction"},
                                                                                     {"iv", "InformationVariable"}}};
constexpr std::array<std::string_view, 4> kSwitches = {"Confirm", "WhatIf", "Verbose", "Debug"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return base::equals_ignore_case(known, name); });
}

bool is_letter_or_digit(char c) {
  const char low = base::lower(c);
  return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9');
}

// Behind the verb: the dash, perhaps a prefix of the session, the noun.
bool ends_as_rule_command(std::string_view rest) {
  for (const std::string_view dash : {"-", "\u2013", "\u2014", "\u2015"}) {
    if (!rest.starts_with(dash)) continue;
    const std::string_view name = rest.substr(dash.size());
    if (name.size() < kNoun.size()) return false;
    const std::string_view prefix = name.substr(0, name.size() - kNoun.size());
    return base::equals_ignore_case(name.substr(prefix.size()), kNoun) &&
           std::all_of(prefix.begin(), prefix.end(), is_letter_or_digit);
  }
  return false;
}

}  // namespace

const Argument* Command::find(std::string_view name) const {
  const auto found = std::find_if(arguments.begin(), arguments.end(), [&](const Argument& argument) {
    return base::equals_ignore_case(argument.parameter.name, name);
  });
  return found == arguments.end() ? nullptr : &*found;
}

std::optional<Verb> verb_of(std::string_view command) {
  command.remove_prefix(command.rfind('\\') + 1);
  for (const auto& [name, verb] : kVerbs) {
    if (base::starts_with_ignore_case(command, name) && ends_as_rule_command(command.substr(name.size()))) return verb;
  }
  return std::nullopt;
}

bool is_rule_command(std::string_view command) {
  const auto verb = verb_of(command);
  return verb && *verb != Verb::Get;
}

bool is_common(std::string_view parameter) { return contains(kCommon, parameter); }
bool is_switch(std::string_view parameter) { return contains(kSwitches, parameter); }

Resolved resolve_parameter(Verb verb, std::string_view written) {
  for (const auto& [alias, name] : kAliases) {
    if (base::equals_ignore_case(alias, written)) return {std::string(name)};
  }
  if (const auto parameter = rules::find_parameter(written)) return {parameter->name()};
  Resolved out{std::string(written)};
  const auto collect = [&](std::string_view name) {
    if (base::starts_with_ignore_case(name, written)) out.candidates.push_back(name);
  };
  if (verb != Verb::New) collect("Identity");
  for (const std::string_view name : rules::parameter_names()) {
    if (!rules::find_parameter(name)->word->own) collect(name);  // ours make nothing ambiguous that Exchange binds
  }
  for (const std::string_view name : kCommon) collect(name);
  if (out.candidates.size() == 1) out = {std::string(out.candidates.front())};
  return out;
}

}  // namespace waybill::import
