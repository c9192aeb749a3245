// import/evaluate.h: expressions of a PowerShell script as far as they are known without a run.
//
// What: literals, variables that were set from known values before, "$x" and "$($x)", +, -, .., -join, -eq, -ne, -not,
// -and, -or, casts, @( ), @{ }, members and elements of those. Get-TransportRule finds no rule. Not here: anything
// else; it is Unknown with a reason. Nothing is ever called.
//
// Contract: a value never exceeds Limits::value_bytes, all together not Limits::work_bytes; beyond, it is Unknown.
// Variables are found in any case; scopes (script:, global:) are one.
#pragma once

#include <map>
#include <string>

#include "import/limits.h"
#include "import/syntax.h"
#include "import/value.h"

namespace waybill::import {

constexpr const char* kOnlyRun = "a value that only a run could know";

class Evaluator {
 public:
  explicit Evaluator(const Limits& limits) : limits_(limits) {}

  Value evaluate(const Node& node);  // expression or statement

  void set(const std::string& variable, Value value);
  Value* find(const std::string& variable);
  Value plus(const Value& a, const Value& b);
  Value minus(const Value& a, const Value& b);

  // Variables that the tree assigns to get unknown.
  void forget(const Node& node);
  void forget_all() { variables_.clear(); }

  // Looking at so many nodes counts as work.
  void spend(std::size_t nodes);
  bool is_exhausted() const { return work_ > limits_.work_bytes; }

 private:
  Value sealed(Value value);
  Value variable(const Node& node);
  Value look_up(const std::string& name, const base::Place& place);
  Value text(const Node& node);
  Value piece(const Piece& piece);
  Value script(const Piece& piece);
  Value list(const Node& node);
  Value table(const Node& node);
  Value cast(const Node& node);
  Value unary(const Node& node);
  Value binary(const Node& node);
  Value apply(const std::string& name, const Value& a, const Value& b);
  Value join(const Value& list, const std::string& separator);
  Value range(const Value& a, const Value& b);
  Value member(const Node& node);
  Value element(const Node& node);
  Value command(const Node& node);
  Value pipeline(const Node& node);

  const Limits& limits_;
  std::map<std::string, Value> variables_;
  std::size_t work_ = 0;
  std::size_t scripts_ = 0;  // $( ) in texts inside each other
};

// The variable that an assignment to `target` changes; empty: none.
std::string assigned_variable(const Node& target);

// The node or anything in it is a command on transport rules.
bool mentions_rules(const Node& node);

}  // namespace waybill::import
