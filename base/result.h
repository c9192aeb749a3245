// base/result.h: a value, or the reason why there is none.
//
// What: Result<T> is what every function returns that can fail on its input or its
// surroundings. Error says what kind of failure it was, in words, and where in a file.
//
// Contract
//   value() REQUIRES ok(); error() REQUIRES !ok().
//   Nothing of ours throws; bad_alloc and foreign exceptions end in the guard of an edge.
// Why so: g++ 12 has no std::expected; a copy of someone's 2,500 lines is not worth it.
// Example
//   auto table = mime::scan(message, limits);
//   if (!table) return table.error();
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/place.h"

namespace waybill::base {

enum class ErrorKind {
  Invalid,      // the input is wrong; trying again gives the same
  NotFound,     // asked for, surely not there
  Unavailable,  // could not be asked; trying again may help
  TimedOut,     // as Unavailable, because a time budget was used up
  Denied,       // a login was refused; trying again gives the same
  TooLarge,     // a limit of base/limits.h
  Internal,     // our own logic is broken
};

struct Error {
  ErrorKind kind = ErrorKind::Internal;
  std::string text;
  std::optional<Place> place = std::nullopt;

  bool is_temporary() const { return kind == ErrorKind::Unavailable || kind == ErrorKind::TimedOut; }
};

// `FILE:LINE:COL: text`, or the text alone.
inline std::string to_string(const Error& error) {
  return error.place ? to_string(*error.place) + ": " + error.text : error.text;
}

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return *checked(std::get_if<0>(&state_)); }
  const T& value() const& { return *checked(std::get_if<0>(&state_)); }
  T&& value() && { return std::move(*checked(std::get_if<0>(&state_))); }
  const Error& error() const { return *checked(std::get_if<1>(&state_)); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  template <class P>
  static P* checked(P* pointer) {
    assert(pointer != nullptr);
    return pointer;
  }
  std::variant<T, Error> state_;
};

}  // namespace waybill::base
