// import/evaluate.cpp: one function for each kind of expression.
#include "import/evaluate.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "import/powershell_parser.h"
#include "import/rule_command.h"

// Depth is bounded by Limits::nesting, that of texts in texts by scripts_.
// NOLINTBEGIN(misc-no-recursion)
namespace waybill::import {
namespace {

using Kind = Value::Kind;

constexpr std::size_t kStepWeight = 64;
constexpr std::array<std::string_view, 5> kFilters = {"Where-Object", "where", "?", "Select-Object", "select"};

std::string variable_key(std::string_view name) {
  for (const std::string_view scope : {"global:", "script:", "local:", "private:", "variable:"}) {
    if (base::starts_with_ignore_case(name, scope)) name.remove_prefix(scope.size());
  }
  return base::lower(name);
}

bool is_number(const Node& node) { return node.kind == Node::Kind::Word && node.plain; }

// [string], [string[]], [System.String]
std::string short_type(std::string_view type) {
  if (type.starts_with("system.")) type.remove_prefix(7);
  return std::string(type);
}

Value as_list(Value value) {
  if (value.is(Kind::List) || value.is(Kind::Unknown)) return value;
  Value out{Kind::List, {}, value.place};
  if (!value.is(Kind::Null)) out.items.push_back(std::move(value));
  return out;
}

const Value* first_unknown(const Value& value) {
  if (value.is(Kind::Unknown)) return &value;
  const auto found =
      std::find_if(value.items.begin(), value.items.end(), [](const Value& v) { return v.is(Kind::Unknown); });
  return found == value.items.end() || !value.is(Kind::List) ? nullptr : &*found;
}

// Texts in any case; a rule that would be looked for is $null.
std::optional<bool> equal(const Value& a, const Value& b) {
  const auto is_null = [](const Value& v) { return v.is(Kind::Null) || v.is(Kind::Rule); };
  if (is_null(a) || is_null(b)) return is_null(a) && is_null(b);
  if (a.is(Kind::List) || a.is(Kind::Table)) return std::nullopt;
  const auto left = to_text(a);
  const auto right = to_text(b);
  if (!left || !right) return std::nullopt;
  return base::equals_ignore_case(left->text, right->text);
}

std::string reason_of_command(const std::string& name) {
  const std::string lowered = base::lower(name);
  if (lowered == "get-content" || lowered == "gc" || lowered == "import-csv") {
    return std::string("the text of a file: ") + kOnlyRun + "; write the text in its place";
  }
  return std::string("the result of a command: ") + kOnlyRun;
}

}  // namespace

std::string assigned_variable(const Node& target) {
  const Node* node = &target;
  while (!node->children.empty() && (node->kind == Node::Kind::Cast || node->kind == Node::Kind::Member ||
                                     node->kind == Node::Kind::Index || node->kind == Node::Kind::Call)) {
    node = &node->children.front();
  }
  return node->kind == Node::Kind::Variable ? node->text : std::string();
}

bool mentions_rules(const Node& node) {
  if (node.kind == Node::Kind::Command && is_rule_command(node.text)) return true;
  if (node.kind == Node::Kind::Skipped && node.plain) return true;
  return std::any_of(node.children.begin(), node.children.end(),
                     [](const Node& child) { return mentions_rules(child); });
}

void Evaluator::set(const std::string& variable, Value value) { variables_[variable_key(variable)] = std::move(value); }

Value* Evaluator::find(const std::string& variable) {
  const auto found = variables_.find(variable_key(variable));
  return found == variables_.end() ? nullptr : &found->second;
}

void Evaluator::forget(const Node& node) {
  std::string name;
  if (node.kind == Node::Kind::Assign) name = assigned_variable(node.children.front());
  if (node.kind == Node::Kind::Foreach) name = node.children.front().text;
  if (node.kind == Node::Kind::Call) {  // texts stay what they are
    name = assigned_variable(node);
    const Value* value = find(name);
    if (value != nullptr && !value->is(Kind::Table) && !value->is(Kind::List)) name.clear();
  }
  if (!name.empty()) variables_.erase(variable_key(name));
  for (const Node& child : node.children) {
    if (node.kind == Node::Kind::Skipped) variables_.erase(variable_key(child.text));
    forget(child);
  }
}

Value Evaluator::sealed(Value value) {
  seal(value);
  work_ += value.weight;
  if (value.weight > limits_.value_bytes || value.depth > limits_.nesting || is_exhausted()) {
    return unknown_value("too large a value", value.place);
  }
  return value;
}

void Evaluator::spend(std::size_t nodes) { work_ += nodes * kStepWeight; }

Value Evaluator::evaluate(const Node& node) {
  using K = Node::Kind;
  spend(1);
  if (is_exhausted()) return unknown_value("too large a value", node.place);
  switch (node.kind) {
    case K::Text:
    case K::Word:
      return text(node);
    case K::Variable:
      return variable(node);
    case K::Array:
    case K::List:
      return list(node);
    case K::Script:
    case K::Paren:
      if (node.children.size() != 1) return list(node);
      return evaluate(node.children.front());
    case K::Table:
      return table(node);
    case K::Cast:
      return cast(node);
    case K::Unary:
      return unary(node);
    case K::Binary:
      return binary(node);
    case K::Member:
      return member(node);
    case K::Index:
      return element(node);
    case K::Command:
      return command(node);
    case K::Pipeline:
      return pipeline(node);
    default:
      return unknown_value(kOnlyRun, node.place);
  }
}

// ---- texts and variables ----

Value Evaluator::variable(const Node& node) { return sealed(look_up(node.text, node.place)); }

Value Evaluator::look_up(const std::string& name, const base::Place& place) {
  if (base::equals_ignore_case(name, "true") || base::equals_ignore_case(name, "false")) {
    return boolean_value(base::lower(name) == "true", place);
  }
  if (base::equals_ignore_case(name, "null")) return {Kind::Null, {}, place};
  const Value* value = find(name);
  const std::string shown = "$" + base::printable(name, 80) + ": ";
  if (value == nullptr) return unknown_value(shown + kOnlyRun, place);
  return value->is(Kind::Unknown) ? unknown_value(shown + value->text, place) : *value;
}

Value Evaluator::text(const Node& node) {
  if (is_number(node)) {
    if (const auto number = read_number(node.text)) return {Kind::Integer, *number, node.place};
  }
  Value out = text_value({}, node.place);
  for (const Piece& part : node.pieces) {
    const Value value = piece(part);
    if (value.is(Kind::Unknown)) return value;
    append_text(out, value);
    if (out.text.size() > limits_.value_bytes) break;
  }
  return sealed(std::move(out));
}

Value Evaluator::piece(const Piece& piece) {
  if (piece.kind == Piece::Kind::Literal) return {Kind::Text, piece.text, piece.place, piece.jumps};
  const Value value = piece.kind == Piece::Kind::Variable ? look_up(piece.text, piece.place) : script(piece);
  if (const Value* unknown = first_unknown(value)) return *unknown;
  auto text = to_text(value);
  return text ? *std::move(text) : unknown_value(kOnlyRun, piece.place);
}

// "$( statement )"
Value Evaluator::script(const Piece& piece) {
  if (scripts_ == 8) return unknown_value("too many $( ) inside each other", piece.place);
  ++scripts_;
  work_ += piece.text.size();
  PowershellParser parser(piece.text, piece.place, limits_);
  const auto first = parser.next();
  Value out = unknown_value(kOnlyRun, piece.place);
  if (first && first->ok() && !parser.next()) out = evaluate(first->value());
  --scripts_;
  return out;
}

// ---- lists and tables ----

Value Evaluator::list(const Node& node) {
  Value out{Kind::List, {}, node.place};
  std::size_t weight = 0;
  for (const Node& child : node.children) {
    Value value = evaluate(child);
    weight += value.weight;
    if (value.is(Kind::Null) && node.kind != Node::Kind::Array) continue;
    append_item(out, std::move(value));
    if (weight > limits_.value_bytes) break;
  }
  return sealed(std::move(out));
}

Value Evaluator::table(const Node& node) {
  Value out{Kind::Table, {}, node.place};
  for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
    const auto key = to_text(evaluate(node.children[i]));
    if (!key) return unknown_value(kOnlyRun, node.children[i].place);
    out.put(key->text, evaluate(node.children[i + 1]));
    if (out.items.size() > 1000) return unknown_value("too large a table", node.place);
  }
  return sealed(std::move(out));
}

Value Evaluator::member(const Node& node) {
  const Value base = evaluate(node.children.front());
  if (base.is(Kind::Unknown)) return base;
  const Value* found = base.is(Kind::Table) && node.plain ? base.find(node.text) : nullptr;
  return found == nullptr ? unknown_value(kOnlyRun, node.place) : sealed(*found);
}

Value Evaluator::element(const Node& node) {
  const Value base = evaluate(node.children[0]);
  const Value index = evaluate(node.children[1]);
  if (base.is(Kind::Unknown)) return base;
  const Value* found = nullptr;
  if (base.is(Kind::Table) && index.is(Kind::Text)) found = base.find(index.text);
  const auto number = to_integer(index);
  if (base.is(Kind::List) && number && *number >= 0 && static_cast<std::size_t>(*number) < base.items.size()) {
    found = &base.items[static_cast<std::size_t>(*number)];
  }
  return found == nullptr ? unknown_value(kOnlyRun, node.place) : sealed(*found);
}

// Get-TransportRule | Where-Object ... finds nothing either.
Value Evaluator::pipeline(const Node& node) {
  const bool filters = std::all_of(node.children.begin() + 1, node.children.end(), [](const Node& child) {
    return std::any_of(kFilters.begin(), kFilters.end(),
                       [&](std::string_view name) { return base::equals_ignore_case(name, child.text); });
  });
  const Node& first = node.children.front();
  if (node.children.size() == 1) return evaluate(first);
  if (filters && verb_of(first.text) == Verb::Get) return {Kind::Rule, {}, node.place};
  return unknown_value(kOnlyRun, node.place);
}

// Get-TransportRule 'name'; of anything else only a run knows the result.
Value Evaluator::command(const Node& node) {
  if (verb_of(node.text) != Verb::Get) return unknown_value(reason_of_command(node.text), node.place);
  Value out{Kind::Rule, {}, node.place};
  bool named = true;  // the next value is the identity
  for (const Node& child : node.children) {
    if (child.kind == Node::Kind::Parameter) {
      named = base::starts_with_ignore_case("Identity", child.text);
    } else if (std::exchange(named, false)) {
      const auto identity = to_text(evaluate(child));
      if (!identity) return unknown_value(kOnlyRun, child.place);
      out.text = identity->text;
    }
  }
  return out;
}

// ---- operators ----

Value Evaluator::cast(const Node& node) {
  Value value = evaluate(node.children.front());
  const std::string type = short_type(node.text);
  if (value.is(Kind::Unknown)) return value;
  if (type == "void") return {Kind::Null, {}, node.place};
  if (type.ends_with("[]") || type == "array" || type == "collections.arraylist")
    return sealed(as_list(std::move(value)));
  if (type == "string") {
    auto text = to_text(value);
    return text ? sealed(*std::move(text)) : unknown_value(kOnlyRun, node.place);
  }
  if (type == "bool" || type == "boolean" || type == "switch") {
    const auto truth = truth_of(value);
    return truth ? boolean_value(*truth, value.place) : unknown_value(kOnlyRun, node.place);
  }
  if (type == "int" || type == "int32" || type == "int64" || type == "long") {
    const auto number = to_integer(value);
    return number ? integer_value(*number, value.place) : unknown_value(kOnlyRun, node.place);
  }
  const bool same = type == "ordered" || type == "hashtable" || type == "pscustomobject" || type == "object";
  return same ? value : unknown_value(kOnlyRun, node.place);
}

Value Evaluator::unary(const Node& node) {
  const Value value = evaluate(node.children.front());
  if (value.is(Kind::Unknown)) return value;
  if (node.text == "!" || node.text == "-not") {
    const auto truth = truth_of(value);
    return truth ? boolean_value(!*truth, node.place) : unknown_value(kOnlyRun, node.place);
  }
  if (node.text == "-join") return join(value, {});
  const auto number = to_integer(value);
  if (node.text == "+" && number) return integer_value(*number, node.place);
  if (node.text == "-" && number) return minus(integer_value(0, node.place), value);
  return unknown_value(kOnlyRun, node.place);
}

Value Evaluator::binary(const Node& node) {
  Value out = evaluate(node.children.front());
  for (std::size_t i = 1; i + 1 < node.children.size(); i += 2) {
    const Value right = evaluate(node.children[i + 1]);
    if (right.is(Kind::Unknown)) return right;
    if (out.is(Kind::Unknown)) return out;
    out = sealed(apply(node.children[i].text, out, right));
  }
  return out;
}

Value Evaluator::apply(const std::string& name, const Value& a, const Value& b) {
  if (name == "+") return plus(a, b);
  if (name == "-") return minus(a, b);
  if (name == "..") return range(a, b);
  if (name == "-join") {
    const auto separator = to_text(b);
    return separator ? join(a, separator->text) : unknown_value(kOnlyRun, b.place);
  }
  if (name == "-eq" || name == "-ieq" || name == "-ne" || name == "-ine") {
    const auto same = equal(a, b);
    return same ? boolean_value(*same == name.ends_with("eq"), a.place) : unknown_value(kOnlyRun, a.place);
  }
  if (name == "-and" || name == "-or") {
    const auto left = truth_of(a);
    const auto right = truth_of(b);
    if (!left || !right) return unknown_value(kOnlyRun, a.place);
    return boolean_value(name == "-and" ? *left && *right : *left || *right, a.place);
  }
  return unknown_value("the operator " + base::printable(name, 20) + ": " + kOnlyRun, a.place);
}

// The left side says what + means.
Value Evaluator::plus(const Value& a, const Value& b) {
  if (const Value* unknown = first_unknown(a.is(Kind::Unknown) ? a : b)) return *unknown;
  if (a.weight + b.weight > limits_.value_bytes) return unknown_value("too large a value", a.place);
  if (a.is(Kind::Null)) return b;
  Value out = a;
  if (a.is(Kind::List)) {
    append_item(out, b);
    return sealed(std::move(out));
  }
  if (a.is(Kind::Table) && b.is(Kind::Table)) {
    for (std::size_t i = 0; i < b.keys.size(); ++i) out.put(b.keys[i], b.items[i]);
    return sealed(std::move(out));
  }
  const auto right = to_text(b);
  if (a.is(Kind::Text) && right) {
    append_text(out, *right);
    return sealed(std::move(out));
  }
  std::int64_t sum = 0;
  const auto x = to_integer(a);
  const auto y = to_integer(b);
  const bool fits = a.is(Kind::Integer) && x && y && !__builtin_add_overflow(*x, *y, &sum);
  return fits ? sealed(integer_value(sum, a.place)) : unknown_value(kOnlyRun, a.place);
}

Value Evaluator::minus(const Value& a, const Value& b) {
  std::int64_t difference = 0;
  const auto x = to_integer(a);
  const auto y = to_integer(b);
  const bool fits = x && y && !__builtin_sub_overflow(*x, *y, &difference);
  return fits ? integer_value(difference, a.place) : unknown_value(kOnlyRun, a.place);
}

Value Evaluator::join(const Value& list, const std::string& separator) {
  const Value parts = as_list(list);
  Value out = text_value({}, list.place);
  for (std::size_t i = 0; i < parts.items.size(); ++i) {
    const auto text = to_text(parts.items[i]);
    if (!text) return parts.items[i].is(Kind::Unknown) ? parts.items[i] : unknown_value(kOnlyRun, list.place);
    if (out.text.size() + separator.size() + text->text.size() > limits_.value_bytes) {
      return unknown_value("too large a value", list.place);
    }
    if (i > 0) out.text += separator;
    append_text(out, *text);
  }
  return sealed(std::move(out));
}

Value Evaluator::range(const Value& a, const Value& b) {
  const auto first = to_integer(a);
  const auto last = to_integer(b);
  if (!first || !last || *first < 0 || *last < *first) return unknown_value(kOnlyRun, a.place);
  if (static_cast<std::size_t>(*last - *first) >= limits_.value_bytes / 64)
    return unknown_value("too long a range", a.place);
  Value out{Kind::List, {}, a.place};
  for (std::int64_t i = *first; i <= *last; ++i) {
    Value number = integer_value(i, a.place);
    seal(number);
    out.items.push_back(std::move(number));
  }
  return sealed(std::move(out));
}

}  // namespace waybill::import
// NOLINTEND(misc-no-recursion)
