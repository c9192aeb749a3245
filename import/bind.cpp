// import/bind.cpp: one argument after the other.
#include "import/bind.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace waybill::import {
namespace {

using rules::RawValue;

// False: the value is of no kind that a parameter takes; $null adds nothing.
bool append_raw(std::vector<RawValue>& out, const Value& value) {
  switch (value.kind) {
    case Value::Kind::Null:
      return true;
    case Value::Kind::Boolean:
      out.push_back({RawValue::Kind::Boolean, value.text, value.place});
      return true;
    case Value::Kind::Integer:
      out.push_back({RawValue::Kind::Integer, value.text, value.place});
      return true;
    case Value::Kind::Date:
      out.push_back({RawValue::Kind::Date, value.text, value.place});
      return true;
    case Value::Kind::Text:
    case Value::Kind::Rule:
      out.push_back({RawValue::Kind::Text, value.text, value.place, value.jumps});
      return true;
    default:
      return false;
  }
}

// The first thing in it that no parameter takes.
const Value* append_all(std::vector<RawValue>& out, const Value& value) {
  if (!value.is(Value::Kind::List)) return append_raw(out, value) ? nullptr : &value;
  for (const Value& item : value.items) {
    if (!append_raw(out, item)) return &item;
  }
  return nullptr;
}

bool is_change(const Value& value) {
  return value.is(Value::Kind::Table) && !value.keys.empty() &&
         std::all_of(value.keys.begin(), value.keys.end(), [](const std::string& key) {
           return base::equals_ignore_case(key, "Add") || base::equals_ignore_case(key, "Remove");
         });
}

class Binder {
 public:
  Binder(const Node& node, Evaluator& evaluator, base::Diagnostics& diagnostics)
      : node_(node), evaluator_(evaluator), diagnostics_(diagnostics), command_{*verb_of(node.text), node.place, {}} {}

  std::optional<Command> run() && {
    for (at_ = 0; at_ < node_.children.size();) {
      if (!read(node_.children[at_++])) return std::nullopt;
    }
    return std::move(command_);
  }

 private:
  bool read(const Node& node) {
    if (node.kind == Node::Kind::Parameter) return read_named(node);
    if (node.kind == Node::Kind::Splat) return read_splat(node);
    if (node.kind == Node::Kind::Word && (node.text == "\\" || node.text == " ")) {
      return fail(node.place, "this does not continue the line: a backtick does, with nothing behind it");
    }
    if (std::exchange(has_positional_, true)) {
      return fail(node.place, "an argument without a parameter; is a quote missing or not doubled before it?");
    }
    add(command_.verb == Verb::New ? "Name" : "Identity", node.place, evaluator_.evaluate(node));
    return true;
  }

  bool fail(const base::Place& place, const std::string& text) {
    diagnostics_.error(place, text);
    return false;
  }

  // What every cmdlet has is left out.
  void add(const std::string& name, const base::Place& place, const Value& value) {
    if (!is_common(name)) command_.arguments.push_back(make_argument(name, place, value));
  }

  bool read_named(const Node& node) {
    const auto name = resolve(node.text, node.place);
    if (!name) return false;
    if (is_switch(*name) && !node.colon) {
      add(*name, node.place, boolean_value(true, node.place));
      return true;
    }
    const bool has_value = at_ < node_.children.size() && node_.children[at_].kind != Node::Kind::Parameter;
    if (!has_value) return fail(node.place, "-" + base::printable(*name, 80) + " needs a value");
    const Node& value = node_.children[at_++];
    add(*name, node.place,
        value.kind == Node::Kind::Splat ? unknown_value(kOnlyRun, value.place) : evaluator_.evaluate(value));
    return true;
  }

  std::optional<std::string> resolve(const std::string& written, const base::Place& place) {
    Resolved resolved = resolve_parameter(command_.verb, written);
    if (resolved.candidates.empty()) return std::move(resolved.name);
    std::string text = "-" + base::printable(written, 80) + " is the beginning of several parameters:";
    for (const std::string_view name : resolved.candidates) text.append(" ").append(name);
    fail(place, text);
    return std::nullopt;
  }

  // @name: each entry of the table is a parameter.
  bool read_splat(const Node& node) {
    const Value* table = evaluator_.find(node.text);
    if (table == nullptr || !table->is(Value::Kind::Table)) {
      const std::string name = "@" + base::printable(node.text, 80);
      add(name, node.place, unknown_value(name + ": " + kOnlyRun, node.place));
      return true;
    }
    for (std::size_t i = 0; i < table->keys.size(); ++i) {
      const auto name = resolve(table->keys[i], table->items[i].place);
      if (!name) return false;
      add(*name, table->items[i].place, table->items[i]);
    }
    return true;
  }

  const Node& node_;
  Evaluator& evaluator_;
  base::Diagnostics& diagnostics_;
  Command command_;
  std::size_t at_ = 0;
  bool has_positional_ = false;
};

}  // namespace

Argument make_argument(std::string parameter, const base::Place& place, const Value& value) {
  Argument out{{std::move(parameter), place, {}, value.is(Value::Kind::List)}};
  const Value* wrong = nullptr;
  if (is_change(value)) {
    out.is_change = out.parameter.is_list = true;
    const Value* added = value.find("Add");
    const Value* removed = value.find("Remove");
    if (added != nullptr) wrong = append_all(out.parameter.values, *added);
    if (removed != nullptr && wrong == nullptr) wrong = append_all(out.removed, *removed);
  } else {
    wrong = append_all(out.parameter.values, value);
  }
  if (wrong == nullptr) return out;
  out.unknown = wrong->is(Value::Kind::Unknown) ? wrong->text : "a value of a kind that is not known";
  out.unknown_place = wrong->place;
  return out;
}

std::optional<Command> bind(const Node& node, Evaluator& evaluator, base::Diagnostics& diagnostics) {
  return Binder(node, evaluator, diagnostics).run();
}

}  // namespace waybill::import
