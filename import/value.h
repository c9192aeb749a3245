// import/value.h: what a script's expression is, or a property of an exported object: a value that is known, or why
// not.
//
// Contract: Unknown carries the reason as text, never any part of the value. Lists hold no lists: PowerShell's
// parameters take none. weight and depth are those of the whole tree; seal() counts them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"

namespace waybill::import {

struct Value;

// Values in a row; copies share them until one is changed.
class Items {
 public:
  std::size_t size() const;
  bool empty() const { return size() == 0; }
  const Value& operator[](std::size_t index) const;  // REQUIRES index < size()
  const Value* begin() const;
  const Value* end() const;

  void push_back(Value value);
  void replace(std::size_t index, Value value);  // REQUIRES index < size()

 private:
  std::vector<Value>& own();

  std::shared_ptr<std::vector<Value>> values_;
};

struct Value {
  enum class Kind {
    Null,
    Boolean,  // text: true or false
    Integer,  // text: decimal
    Text,
    Date,  // ISO 8601
    List,
    Table,  // keys[i] has items[i]
    Rule,   // what Get-TransportRule finds; text: the identity that it was asked for
    Unknown,
  };
  Kind kind = Kind::Null;
  std::string text = {};
  base::Place place = {};
  base::Jumps jumps = {};
  Items items = {};
  std::vector<std::string> keys = {};
  std::size_t weight = 0;
  std::size_t depth = 0;

  bool is(Kind other) const { return kind == other; }
  const Value* find(std::string_view key) const;  // of a Table, in any case
  void put(std::string key, Value value);
};

Value text_value(std::string text, const base::Place& place);
Value boolean_value(bool truth, const base::Place& place);
Value integer_value(std::int64_t number, const base::Place& place);
Value unknown_value(std::string reason, const base::Place& place);

// Counts weight and depth from those of the items.
void seal(Value& value);

// PowerShell's text of it: True, 5, a b; none for what has no text.
std::optional<Value> to_text(const Value& value);

// Text behind text; each keeps its places.
void append_text(Value& out, const Value& more);

// A list gets it, and of a list its elements.
void append_item(Value& list, Value item);

// What `if` takes it for; a rule that would be looked for does not exist. None: unknown.
std::optional<bool> truth_of(const Value& value);

std::optional<std::int64_t> to_integer(const Value& value);

// A bare word: 12, -1, 0x1F, 10MB (1024); as decimal text.
std::optional<std::string> read_number(std::string_view word);

}  // namespace waybill::import
