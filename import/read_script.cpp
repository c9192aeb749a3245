// import/read_script.cpp: statement by statement, with the variables that are known so far.
#include "import/read_script.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/text.h"
#include "import/bind.h"
#include "import/evaluate.h"
#include "import/powershell_parser.h"

// Depth is bounded by Limits::nesting.
// NOLINTBEGIN(misc-no-recursion)
namespace waybill::import {
namespace {

using Kind = Node::Kind;

constexpr std::array<std::string_view, 9> kOutputs = {"Out-Null",    "Out-Host",     "Out-Default", "Out-String", "fl",
                                                      "Format-List", "Format-Table", "ft",          "Write-Host"};
// After these any variable may be another.
constexpr std::array<std::string_view, 7> kSetters = {".",  "Invoke-Expression", "iex",           "Set-Variable",
                                                      "sv", "New-Variable",      "Clear-Variable"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return base::equals_ignore_case(known, name); });
}

// Its name may be shown: Verb-Noun.
std::string shown(const std::string& command) {
  const bool plain = std::all_of(command.begin(), command.end(), [](char c) {
    return (base::lower(c) >= 'a' && base::lower(c) <= 'z') || c == '-' || c == '\\' || c == '.';
  });
  return plain && command.find('-') != std::string::npos ? base::printable(command, 80) : "a command";
}

bool changes_rules(const Node& node) { return node.kind == Kind::Command && is_rule_command(node.text); }

bool finds_rules(const Node& node) { return node.kind == Kind::Command && verb_of(node.text) == Verb::Get; }

bool is_branch_of_rule(const Node& condition) {
  if (finds_rules(condition)) return true;
  return std::any_of(condition.children.begin(), condition.children.end(), is_branch_of_rule);
}

class ScriptReader {
 public:
  ScriptReader(const Limits& limits, base::Diagnostics& diagnostics)
      : limits_(limits), diagnostics_(diagnostics), evaluator_(limits) {}

  std::vector<Command> read(std::string_view text, const base::Place& start) && {
    PowershellParser parser(text, start, limits_);
    while (const auto statement = parser.next()) {
      if (statement->ok()) {
        run(statement->value());
      } else {
        diagnostics_.error(*statement->error().place, statement->error().text);
      }
      if (stopped_) break;
    }
    return std::move(commands_);
  }

 private:
  void run(const Node& node) {
    if (stopped_ || !spend(node)) return;
    switch (node.kind) {
      case Kind::Pipeline:
        return run_pipeline(node);
      case Kind::Assign:
        return run_assignment(node);
      case Kind::If:
        return run_if(node);
      case Kind::Foreach:
        return run_foreach(node);
      case Kind::Try:
      case Kind::Block:
        for (const Node& child : node.children) run(child);
        return;
      default:
        return skip_keyword(node);
    }
  }

  bool spend(const Node& node) {
    evaluator_.spend(node.size);
    if (++statements_ <= limits_.statements && !evaluator_.is_exhausted()) return true;
    stopped_ = true;
    diagnostics_.error(node.place, "too much to read; from here on nothing is read");
    return false;
  }

  // ---- what is not read ----

  // Variables that it may change are not known any more.
  void skip(const Node& node, const std::string& what) {
    evaluator_.forget(node);
    if (mentions_rules(node)) return diagnostics_.error(node.place, what + "; the rules in it are not read");
    notice(node.place, what + "; nothing of it is read");
  }

  // The same text once.
  void notice(const base::Place& place, const std::string& text) {
    if (notices_.insert(text).second) diagnostics_.warn(place, text);
  }

  void skip_keyword(const Node& node) {
    const bool leaves = node.text == "break" || node.text == "continue" || node.text == "return";
    if (leaves && loops_ > 0) {
      return diagnostics_.error(node.place, node.text + ": when it leaves the loop only a run could know");
    }
    skip(node, node.text + ": what it does only a run could know");
  }

  // ---- commands ----

  void run_pipeline(const Node& node) {
    const std::size_t size = behind_outputs(node);
    const Node& first = node.children.front();
    const bool changes = changes_rules(first);
    if (size == 2 && changes_rules(node.children[1])) {
      return run_piped(first, node.children[1]);
    }
    if (size == 1 && finds_rules(first)) return;
    if (size == 1 && changes) return run_command(first);
    if (size == 1) return first.kind == Kind::Command ? skip_command(first) : run_expression(first);
    if (changes) {
      return skip(node, "behind the pipe only commands that print, such as Out-Null, are known");
    }
    if (mentions_rules(node)) return skip(node, "a pipe of commands that only a run could follow");
    evaluator_.forget(node);
    for (const Node& child : node.children) {
      if (child.kind == Kind::Command && !finds_rules(child)) skip_command(child);
    }
  }

  // How many parts of the pipe come before those that print.
  static std::size_t behind_outputs(const Node& node) {
    std::size_t size = node.children.size();
    while (size > 1 && contains(kOutputs, node.children[size - 1].text)) --size;
    return size;
  }

  void run_command(const Node& node) {
    if (auto command = bind(node, evaluator_, diagnostics_)) commands_.push_back(std::move(*command));
  }

  // Get-TransportRule 'name' | Set-TransportRule ...
  void run_piped(const Node& first, const Node& second) {
    const Value rule = evaluator_.evaluate(first);
    const bool known = (rule.is(Value::Kind::Rule) || rule.is(Value::Kind::Text)) && !rule.text.empty();
    if (!known || verb_of(second.text) == Verb::New) {
      return skip(second, "which rules come through the pipe only a run could know");
    }
    auto command = bind(second, evaluator_, diagnostics_);
    if (!command) return;
    command->arguments.push_back(make_argument("Identity", rule.place, text_value(rule.text, rule.place)));
    commands_.push_back(std::move(*command));
  }

  void skip_command(const Node& node) {
    if (contains(kSetters, node.text)) {
      evaluator_.forget_all();
      return diagnostics_.error(node.place, "what this runs only a run could know");
    }
    if (base::starts_with_ignore_case(node.text, "Import-TransportRuleCollection")) {
      return diagnostics_.error(node.place, "Import-TransportRuleCollection: import its file in place of this script");
    }
    if (mentions_rules(node)) return skip(node, shown(node.text) + ": what it does only a run could know");
    evaluator_.forget(node);
    notice(node.place, shown(node.text) + " is skipped");
  }

  // An expression as a statement prints its value; only $table.Add(key, value) changes anything.
  void run_expression(const Node& node) {
    const Node* call = &node;
    while (call->kind == Kind::Cast) call = &call->children.front();
    if (call->kind == Kind::Paren || call->kind == Kind::Script) return run_inner(*call);
    if (call->kind != Kind::Call) {
      if (mentions_rules(*call)) skip(*call, "what this does only a run could know");
      return;
    }
    const std::string variable = assigned_variable(*call);
    Value* table = evaluator_.find(variable);
    const Node& method = call->children.front();
    const bool adds = table != nullptr && table->is(Value::Kind::Table) && call->children.size() == 3 &&
                      base::equals_ignore_case(method.text, "Add") && method.children.front().kind == Kind::Variable;
    if (!adds) return evaluator_.forget(*call);
    put(variable, call->children[1], evaluator_.evaluate(call->children[2]));
  }

  // [void](New-TransportRule ...)
  void run_inner(const Node& node) {
    for (const Node& child : node.children) run(child);
  }

  // ---- variables ----

  void run_assignment(const Node& node) {
    const Node& target = node.children.front();
    const Node& right = node.children.back();
    Value value = result_of(right);
    const std::string variable = assigned_variable(target);
    if (variable.empty()) return evaluator_.forget(node);
    const Node* place = &target;
    while (place->kind == Kind::Cast) place = &place->children.front();
    if (place->kind == Kind::Variable) return assign(variable, node, target, std::move(value));
    const bool entry = place->kind == Kind::Member || place->kind == Kind::Index;
    const bool own = entry && place->children.front().kind == Kind::Variable && node.text == "=";
    if (!own) return evaluator_.forget(node);
    if (place->kind == Kind::Index) return put(variable, place->children[1], std::move(value));
    put_entry(variable, place->text, std::move(value));
  }

  void assign(const std::string& variable, const Node& node, const Node& target, Value value) {
    const Value* old = evaluator_.find(variable);
    if (node.text == "+=" || node.text == "-=") {
      if (old == nullptr) return;
      value = node.text == "+=" ? evaluator_.plus(*old, value) : evaluator_.minus(*old, value);
    } else if (node.text != "=") {
      value = unknown_value(kOnlyRun, node.place);
    }
    const bool text = target.kind == Kind::Cast && target.text.ends_with("string");
    if (text && !value.is(Value::Kind::Unknown)) {
      auto converted = to_text(value);
      value = converted ? std::move(*converted) : unknown_value(kOnlyRun, node.place);
    }
    seal(value);
    evaluator_.set(variable, std::move(value));
  }

  void put(const std::string& variable, const Node& key, Value value) {
    const auto name = to_text(evaluator_.evaluate(key));
    if (!name) return evaluator_.set(variable, unknown_value(kOnlyRun, key.place));
    put_entry(variable, name->text, std::move(value));
  }

  void put_entry(const std::string& variable, const std::string& key, Value value) {
    Value* table = evaluator_.find(variable);
    if (table == nullptr) return;
    const bool fits = table->is(Value::Kind::Table) && table->keys.size() < 1000;
    const bool small = table->weight + value.weight < limits_.value_bytes && value.depth < limits_.nesting;
    if (!fits || !small) return evaluator_.set(variable, unknown_value(kOnlyRun, table->place));
    table->put(key, std::move(value));
    seal(*table);
  }

  // Of what stands right of =: a rule command there is run.
  Value result_of(const Node& node) {
    const Node* statement = &node;
    while ((statement->kind == Kind::Paren || statement->kind == Kind::Cast) && statement->children.size() == 1) {
      statement = &statement->children.front();
    }
    if (!mentions_rules(*statement)) {
      Value value = evaluator_.evaluate(node);
      evaluator_.forget(node);
      return value;
    }
    if (statement->kind == Kind::Pipeline) {
      run(*statement);
    } else {
      skip(*statement, "what is assigned here only a run could know");
    }
    return unknown_value("the result of a command", node.place);
  }

  // ---- branches and loops ----

  void run_if(const Node& node) {
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const auto truth = truth_of(evaluator_.evaluate(node.children[i]));
      if (!truth) return skip(node, "if: which branch is taken only a run could know");
      if (is_branch_of_rule(node.children[i])) {
        notice(node.place, "if: read as if the rules of this script were not there yet");
      }
      if (*truth) return run(node.children[i + 1]);
    }
    if (node.children.size() % 2 == 1) run(node.children.back());
  }

  void run_foreach(const Node& node) {
    const std::string& variable = node.children[0].text;
    const Value list = evaluator_.evaluate(node.children[1]);
    const bool known = !list.is(Value::Kind::Unknown) && !list.is(Value::Kind::Rule);
    if (!known) return skip(node, "foreach: over what it goes only a run could know");
    ++loops_;
    Value items{Value::Kind::List};
    if (!list.is(Value::Kind::Null)) append_item(items, list);
    for (const Value& item : items.items) {
      evaluator_.set(variable, item);
      run(node.children[2]);
      if (stopped_) break;
    }
    --loops_;
  }

  const Limits& limits_;
  base::Diagnostics& diagnostics_;
  Evaluator evaluator_;
  std::vector<Command> commands_;
  std::set<std::string> notices_;
  std::size_t statements_ = 0;
  std::size_t loops_ = 0;  // around the statement
  bool stopped_ = false;
};

}  // namespace

std::vector<Command> read_script(std::string_view text, const base::Place& start, const Limits& limits,
                                 base::Diagnostics& diagnostics) {
  return ScriptReader(limits, diagnostics).read(text, start);
}

}  // namespace waybill::import
// NOLINTEND(misc-no-recursion)
