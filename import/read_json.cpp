// import/read_json.cpp: the parser's events as values. The parser knows no places, so its input counts what it took.
#include "import/read_json.h"

#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "import/rule_objects.h"
#include "import/text_places.h"
#include "import/value.h"

namespace waybill::import {
namespace {

using Kind = Value::Kind;
using Json = nlohmann::json;

// A byte of the text; says how far it was read.
class Position {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Position(const char* at, const char** seen) : at_(at), seen_(seen) {}
  reference operator*() const { return *at_; }
  Position& operator++() {
    *seen_ = ++at_;
    return *this;
  }
  friend bool operator==(const Position& a, const Position& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  const char** seen_;
};

class Builder : public nlohmann::json_sax<Json> {
 public:
  Builder(std::string_view text, const base::Place& start, const Limits& limits)
      : text_(text), places_(text, start), limits_(limits), seen_(text.data()) {}

  // None: fault() says why.
  std::optional<Value> read() {
    const Position begin(text_.data(), &seen_);
    const Position end(text_.data() + text_.size(), &seen_);
    if (!Json::sax_parse(begin, end, this)) return std::nullopt;
    return std::move(result_);
  }
  const base::Error& fault() const { return fault_; }

  bool null() override { return put({Kind::Null, {}, take_place()}); }
  bool boolean(bool truth) override { return put(boolean_value(truth, take_place())); }
  bool number_integer(number_integer_t number) override { return put(integer_value(number, take_place())); }
  bool number_unsigned(number_unsigned_t number) override {
    const bool fits = number <= static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
    const base::Place place = take_place();
    return put(fits ? integer_value(static_cast<std::int64_t>(number), place)
                    : unknown_value("a number that is too large", place));
  }
  bool number_float(number_float_t, const string_t& text) override { return put(text_value(text, take_place())); }
  bool string(string_t& text) override { return put(text_value(std::move(text), take_place())); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Kind::Table); }
  bool start_array(std::size_t) override { return open(Kind::List); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    take_place();
    keys_.back() = std::move(name);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
    return fail("no well-formed JSON");
  }

 private:
  bool fail(const std::string& text) {
    const auto at = static_cast<std::size_t>(seen_ - text_.data());
    fault_ = {base::ErrorKind::Invalid, text, places_.at(at == 0 ? 0 : at - 1)};
    return false;
  }

  // Where the token begins that was just read.
  base::Place take_place() {
    const std::size_t begin = text_.find_first_not_of(" \t\r\n,:", last_);
    last_ = static_cast<std::size_t>(seen_ - text_.data());
    return places_.at(begin);
  }

  bool put(Value value) {
    if (++values_ > limits_.values) return fail("too many values");
    seal(value);
    if (open_.empty()) {
      result_ = std::move(value);
    } else if (open_.back().is(Kind::Table)) {
      open_.back().keys.push_back(keys_.back());
      open_.back().items.push_back(std::move(value));
    } else {
      open_.back().items.push_back(std::move(value));
    }
    return true;
  }

  bool open(Kind kind) {
    if (open_.size() == limits_.nesting) return fail("too many brackets inside each other");
    open_.push_back({kind, {}, take_place()});
    keys_.emplace_back();
    return true;
  }

  bool close() {
    take_place();
    Value value = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    return put(std::move(value));
  }

  std::string_view text_;
  TextPlaces places_;
  const Limits& limits_;
  const char* seen_;
  std::size_t last_ = 0;  // behind the last token
  std::vector<Value> open_;
  std::vector<std::string> keys_;  // of open_
  std::size_t values_ = 0;
  Value result_;
  base::Error fault_;
};

}  // namespace

std::vector<Command> read_json(std::string_view text, const base::Place& start, const Limits& limits,
                               base::Diagnostics& diagnostics) {
  Builder builder(text, start, limits);
  const auto objects = builder.read();
  if (objects) return rule_commands(*objects, diagnostics);
  diagnostics.error(builder.fault().place.value_or(start), builder.fault().text);
  return {};
}

}  // namespace waybill::import
