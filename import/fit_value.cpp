// import/fit_value.cpp: one function for each type that is written in more than one way.
#include "import/fit_value.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.h"
#include "import/value.h"
#include "rules/iso_date.h"

namespace waybill::import {
namespace {

using rules::RawValue;
using rules::ValueType;
using Kind = RawValue::Kind;
using Fault = std::optional<std::string>;  // why not

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Fault fit_boolean(RawValue& value) {
  const bool number = value.kind == Kind::Integer && (value.text == "0" || value.text == "1");
  if (value.kind != Kind::Boolean && !number) return "neither $true nor $false";
  if (number) value.text = value.text == "1" ? "true" : "false";
  value.kind = Kind::Boolean;
  return std::nullopt;
}

Fault fit_integer(RawValue& value) {
  std::int64_t number = 0;
  const std::string_view text = base::trim(value.text);
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool good = read.ec == std::errc() && read.ptr == text.data() + text.size() && !text.empty();
  if (!good || (value.kind != Kind::Integer && value.kind != Kind::Text)) return "no whole number";
  value = {Kind::Integer, std::to_string(number), value.place};
  return std::nullopt;
}

// 10 MB (10,485,760 bytes): what stands in brackets.
std::string bytes_in_brackets(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || text.find("bytes)", open) == std::string_view::npos) return {};
  std::string out;
  for (const char c : text.substr(open)) {
    if (is_digit(c)) out += c;
  }
  return out;
}

Fault fit_size(RawValue& value) {
  if (value.kind == Kind::Integer) return fit_integer(value);
  if (value.kind != Kind::Text) return "no size";
  std::string digits = bytes_in_brackets(value.text);
  if (digits.empty()) {
    for (const char c : value.text) digits += base::is_space(c) ? "" : std::string(1, c);
    const bool bytes = digits.size() > 1 && base::lower(digits.back()) == 'b' && is_digit(digits[digits.size() - 2]);
    if (bytes) digits.pop_back();
  }
  const auto number = read_number(digits);
  if (!number) return "no size";
  value = {Kind::Integer, *number, value.place};
  return fit_integer(value);
}

// /Date(1500000000000)/: milliseconds since 1970.
std::optional<std::int64_t> seconds_of_json(std::string_view text) {
  constexpr std::string_view kBegin = "/Date(";
  if (!text.starts_with(kBegin) || !text.ends_with(")/")) return std::nullopt;
  text.remove_prefix(kBegin.size());
  std::int64_t milliseconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (read.ec != std::errc() || *read.ptr != ')') return std::nullopt;
  constexpr std::int64_t kYear9999 = 253402300799;
  const std::int64_t seconds = milliseconds / 1000;
  return seconds >= 0 && seconds <= kYear9999 ? std::optional(seconds) : std::nullopt;
}

Fault fit_date(RawValue& value) {
  const std::string text(base::trim(value.text));
  const auto seconds = seconds_of_json(text);
  const bool good = value.kind == Kind::Date || value.kind == Kind::Text;
  if (!good || (!seconds && !rules::parse_iso_date(text))) {
    return "no date that reads the same everywhere; write it as 2026-03-31T18:00:00+01:00";
  }
  value = {Kind::Text, seconds ? rules::to_iso_date(*seconds) : text, value.place};
  return std::nullopt;
}

Fault fit_choice(RawValue& value, const rules::Word& word) {
  if (value.kind == Kind::Integer) return "a number where a name is meant; export again with Export-Clixml";
  for (const std::string_view name : base::split(word.choices, '|')) {
    if (value.kind != Kind::Text || !base::equals_ignore_case(name, base::trim(value.text))) continue;
    value.text = name;
    return std::nullopt;
  }
  return "none of its values";
}

Fault fit_text(RawValue& value) {
  if (value.kind == Kind::Boolean) return "no text";
  if (value.kind != Kind::Text) value = {Kind::Text, value.text, value.place};
  return std::nullopt;
}

Fault fit(RawValue& value, const rules::Word& word) {
  if (!word.choices.empty()) return fit_choice(value, word);
  switch (word.type) {
    case ValueType::Boolean:
      return fit_boolean(value);
    case ValueType::Integer:
      return fit_integer(value);
    case ValueType::Size:
      return fit_size(value);
    case ValueType::Date:
      return fit_date(value);
    case ValueType::Text:
    case ValueType::HeaderName:
    case ValueType::Address:
      return fit_text(value);
    default:  // what is of no list takes what `waybill check` takes
      return is_list(word.type) ? fit_text(value) : std::nullopt;
  }
}

}  // namespace

base::Result<rules::RawParameter> fit_value(const rules::Parameter& parameter, rules::RawParameter raw) {
  const ValueType type = parameter.word->type;
  const bool many = is_list(type) || !parameter.word->choices.empty();
  if (!many && raw.values.size() > 1) {
    return base::Error{base::ErrorKind::Invalid, "several values where one is meant", raw.values[1].place};
  }
  for (RawValue& value : raw.values) {
    const base::Place place = value.place;
    if (auto fault = fit(value, *parameter.word)) return base::Error{base::ErrorKind::Invalid, *fault, place};
  }
  raw.name = parameter.name();
  raw.is_list = is_list(type) || raw.values.size() > 1;
  return raw;
}

}  // namespace waybill::import
