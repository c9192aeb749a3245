// import/value.cpp: conversions as PowerShell has them.
#include "import/value.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "base/text.h"

namespace waybill::import {
namespace {

constexpr std::size_t kNodeWeight = 64;

// 10MB: the factor as a shift, taken off the word; none: no such unit.
std::optional<int> take_unit(std::string_view& word) {
  constexpr std::string_view kUnits = "kmgtp";
  if (word.size() <= 2 || base::lower(word.back()) != 'b') return 0;
  const std::size_t unit = kUnits.find(base::lower(word[word.size() - 2]));
  if (unit == std::string_view::npos)
    return base::starts_with_ignore_case(word, "0x") ? std::optional(0) : std::nullopt;
  word.remove_suffix(2);
  return 10 * static_cast<int>(unit + 1);
}

std::optional<Value> scalar_text(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Text:
    case Value::Kind::Integer:
    case Value::Kind::Date:
    case Value::Kind::Null:
      return Value{Value::Kind::Text, value.text, value.place, value.jumps};
    case Value::Kind::Boolean:
      return text_value(value.text == "true" ? "True" : "False", value.place);
    default:
      return std::nullopt;
  }
}

std::optional<bool> scalar_truth(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Null:
    case Value::Kind::Rule:
      return false;
    case Value::Kind::Boolean:
      return value.text == "true";
    case Value::Kind::Integer:
      return value.text != "0";
    case Value::Kind::Text:
    case Value::Kind::Date:
      return !value.text.empty();
    case Value::Kind::Table:
      return true;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::size_t Items::size() const { return values_ == nullptr ? 0 : values_->size(); }
const Value& Items::operator[](std::size_t index) const { return (*values_)[index]; }
const Value* Items::begin() const { return values_ == nullptr ? nullptr : values_->data(); }
const Value* Items::end() const { return begin() + size(); }
void Items::push_back(Value value) { own().push_back(std::move(value)); }
void Items::replace(std::size_t index, Value value) { own()[index] = std::move(value); }

std::vector<Value>& Items::own() {
  if (values_ == nullptr) values_ = std::make_shared<std::vector<Value>>();
  if (values_.use_count() > 1) values_ = std::make_shared<std::vector<Value>>(*values_);
  return *values_;
}

const Value* Value::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (base::equals_ignore_case(keys[i], key)) return &items[i];
  }
  return nullptr;
}

void Value::put(std::string key, Value value) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (base::equals_ignore_case(keys[i], key)) {
      items.replace(i, std::move(value));
      return;
    }
  }
  keys.push_back(std::move(key));
  items.push_back(std::move(value));
}

Value text_value(std::string text, const base::Place& place) { return {Value::Kind::Text, std::move(text), place}; }

Value boolean_value(bool truth, const base::Place& place) {
  return {Value::Kind::Boolean, truth ? "true" : "false", place};
}

Value integer_value(std::int64_t number, const base::Place& place) {
  return {Value::Kind::Integer, std::to_string(number), place};
}

Value unknown_value(std::string reason, const base::Place& place) {
  return {Value::Kind::Unknown, std::move(reason), place};
}

void seal(Value& value) {
  value.weight = kNodeWeight + value.text.size();
  value.depth = 0;
  for (const Value& item : value.items) {
    value.weight += item.weight;
    value.depth = std::max(value.depth, item.depth + 1);
  }
  for (const std::string& key : value.keys) value.weight += kNodeWeight + key.size();
}

std::optional<Value> to_text(const Value& value) {
  if (!value.is(Value::Kind::List)) return scalar_text(value);
  Value out = text_value({}, value.place);
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    const auto part = scalar_text(value.items[i]);
    if (!part) return std::nullopt;
    if (i > 0) out.text += ' ';
    append_text(out, *part);
  }
  return out;
}

void append_text(Value& out, const Value& more) {
  const std::size_t shift = out.text.size();
  if (shift == 0) {
    out.place = more.place;
  } else {
    out.jumps.push_back({shift, more.place.line, more.place.column});
  }
  for (base::Jump jump : more.jumps) {
    jump.offset += shift;
    out.jumps.push_back(jump);
  }
  out.text += more.text;
}

void append_item(Value& list, Value item) {
  if (!item.is(Value::Kind::List)) return list.items.push_back(std::move(item));
  for (const Value& inner : item.items) list.items.push_back(inner);
}

std::optional<bool> truth_of(const Value& value) {
  if (!value.is(Value::Kind::List)) return scalar_truth(value);
  if (value.items.size() != 1) return !value.items.empty();
  return scalar_truth(value.items[0]);
}

std::optional<std::int64_t> to_integer(const Value& value) {
  if (!value.is(Value::Kind::Integer) && !value.is(Value::Kind::Text)) return std::nullopt;
  std::int64_t number = 0;
  const char* end = value.text.data() + value.text.size();
  const auto read = std::from_chars(value.text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end && !value.text.empty() ? std::optional(number) : std::nullopt;
}

std::optional<std::string> read_number(std::string_view word) {
  std::string_view digits = word;
  const auto shift = take_unit(digits);
  if (!shift) return std::nullopt;
  const bool hex = base::starts_with_ignore_case(digits, "0x");
  if (hex) digits.remove_prefix(2);
  std::int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value, hex ? 16 : 10);
  if (read.ec != std::errc() || read.ptr != end || digits.empty()) return std::nullopt;
  if (*shift == 0 && !hex) return std::string(word);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() >> *shift;
  if (value > most || value < -most) return std::nullopt;
  return std::to_string(value * (std::int64_t{1} << *shift));
}

}  // namespace waybill::import
