// import/rule_objects.cpp: which properties are parameters, and what unset ones look like.
#include "import/rule_objects.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>

#include "base/text.h"
#include "import/bind.h"
#include "rules/words.h"

namespace waybill::import {
namespace {

using Kind = Value::Kind;

// They say nothing about what the rule does.
constexpr std::array<std::string_view, 21> kInformation = {"Description",
                                                           "Conditions",
                                                           "Exceptions",
                                                           "Actions",
                                                           "Identity",
                                                           "Guid",
                                                           "ImmutableId",
                                                           "Id",
                                                           "DlpPolicyId",
                                                           "State",
                                                           "Priority",
                                                           "IsValid",
                                                           "IsRuleConfigurationSupported",
                                                           "RuleVersion",
                                                           "Size",
                                                           "RegexSize",
                                                           "ManuallyModified",
                                                           "ObjectState",
                                                           "RunspaceId",
                                                           "LastModifiedBy",
                                                           "CreatedBy"};
constexpr std::array<std::string_view, 9> kInformationBegins = {
    "PS",           "When",          "Object", "Organization", "Originating", "Distinguished", "ExchangeVersion",
    "AdminDisplay", "RuleCollection"};

struct Default {
  std::string_view name;
  std::string_view value;
};
constexpr std::array<Default, 5> kDefaults = {{{"Mode", "Enforce"},
                                               {"RuleErrorAction", "Ignore"},
                                               {"RuleSubType", "None"},
                                               {"SenderAddressLocation", "Header"},
                                               {"RecipientAddressType", "Resolved"}}};

bool is_information(const std::string& key) {
  return std::any_of(kInformation.begin(), kInformation.end(),
                     [&](std::string_view name) { return base::equals_ignore_case(name, key); }) ||
         std::any_of(kInformationBegins.begin(), kInformationBegins.end(),
                     [&](std::string_view name) { return key.starts_with(name); });
}

bool is_default(const std::string& key, const Value& value) {
  return std::any_of(kDefaults.begin(), kDefaults.end(), [&](const Default& known) {
    return base::equals_ignore_case(known.name, key) && base::equals_ignore_case(known.value, value.text);
  });
}

// Unset properties are null, empty, or false.
bool is_unset(const std::string& key, const Value& value) {
  if (value.is(Kind::List) || value.is(Kind::Table)) return value.items.empty();
  const bool off = value.is(Kind::Boolean) && value.text == "false" && !base::equals_ignore_case(key, "Enabled");
  return off || value.is(Kind::Null) || (value.is(Kind::Text) && value.text.empty()) || is_default(key, value);
}

bool has(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  return value != nullptr && !is_unset(std::string(key), *value);
}

bool is_rule(const Value& object) {
  if (!object.is(Kind::Table) || object.find("Name") == nullptr) return false;
  const bool exported =
      object.find("Conditions") != nullptr || object.find("Actions") != nullptr || object.find("State") != nullptr;
  return exported || std::all_of(object.keys.begin(), object.keys.end(), [](const std::string& key) {
           return is_information(key) || rules::find_parameter(key).has_value();
         });
}

std::int64_t priority_of(const Value& object) {
  const Value* priority = object.find("Priority");
  const auto number = priority == nullptr ? std::nullopt : to_integer(*priority);
  return number.value_or(std::numeric_limits<std::int64_t>::max());
}

class Maker {
 public:
  Maker(const Value& object, base::Diagnostics& diagnostics) : object_(object), diagnostics_(diagnostics) {}

  Command run() && {
    command_.place = object_.place;
    for (std::size_t i = 0; i < object_.keys.size(); ++i) add(object_.keys[i], object_.items[i]);
    add_state();
    const Value* touched = object_.find("ManuallyModified");
    if (touched != nullptr && touched->text == "true") {
      diagnostics_.warn(touched->place, "ManuallyModified: Exchange says that the rule was changed by other means");
    }
    for (const std::string kind : {"", "ExceptIf"})
      add_operator(kind + "ADComparisonAttribute", kind + "ADComparisonOperator");
    return std::move(command_);
  }

 private:
  void put(const std::string& name, const Value& value) {
    command_.arguments.push_back(make_argument(name, value.place, value));
  }

  void add(const std::string& key, const Value& value) {
    if (is_unset(key, value)) return;
    const auto parameter = rules::find_parameter(key);
    const bool skipped = is_information(key) || base::equals_ignore_case(key, "Priority");
    if (parameter ? base::equals_ignore_case(key, "Priority") || is_orphan(*parameter) : skipped) return;
    put(key, value);
  }

  void add_operator(const std::string& attribute, const std::string& name) {
    if (has(object_, attribute) && !has(object_, name)) put(name, text_value("Equal", object_.place));
  }

  // Exchange keeps the place of a disclaimer that is not there.
  bool is_orphan(const rules::Parameter& parameter) const {
    const rules::Word& word = *parameter.word;
    if (word.needs.empty() || word.type != rules::ValueType::Choice) return false;
    return !has(object_, rules::Parameter{rules::find_parameter(word.needs)->word, parameter.exception}.name()) &&
           !has(object_, "ApplyHtmlDisclaimerFile");
  }

  void add_state() {
    const Value* state = object_.find("State");
    if (state == nullptr || base::equals_ignore_case(state->text, "Enabled")) return;
    const bool off = base::equals_ignore_case(state->text, "Disabled");
    put("Enabled", off ? boolean_value(false, state->place)
                       : unknown_value("State is neither Enabled nor Disabled", state->place));
  }

  const Value& object_;
  base::Diagnostics& diagnostics_;
  Command command_;
};

// Lists in lists, and the member `value` that some versions put around them.
std::vector<const Value*> find_rules(const Value& objects, base::Diagnostics& diagnostics) {
  std::vector<const Value*> out;
  std::vector<const Value*> open = {&objects};
  bool said = false;
  while (!open.empty()) {
    const Value& value = *open.back();
    open.pop_back();
    if (is_rule(value)) {
      out.push_back(&value);
    } else if (value.is(Kind::List)) {
      for (std::size_t i = value.items.size(); i > 0; --i) open.push_back(&value.items[i - 1]);
    } else if (value.is(Kind::Table) && value.find("value") != nullptr) {
      open.push_back(value.find("value"));
    } else if (!std::exchange(said, true)) {
      diagnostics.warn(value.place, "what is no transport rule is skipped");
    }
  }
  return out;
}

}  // namespace

std::vector<Command> rule_commands(const Value& objects, base::Diagnostics& diagnostics) {
  std::vector<const Value*> found = find_rules(objects, diagnostics);
  std::stable_sort(found.begin(), found.end(),
                   [](const Value* a, const Value* b) { return priority_of(*a) < priority_of(*b); });
  std::vector<Command> out;
  for (const Value* object : found) out.push_back(Maker(*object, diagnostics).run());
  return out;
}

}  // namespace waybill::import
