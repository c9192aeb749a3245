// base/truth.h: yes, no, and "could not be asked" (Kleene's three-valued logic).
//
// Why: a directory that is down is not a sender who is no member. Unknown stays Unknown
// through not/and/or, except where the other side already decides: No and x = No, Yes or x = Yes.
#pragma once

namespace waybill::base {

enum class Truth { No, Unknown, Yes };

constexpr Truth truth(bool value) { return value ? Truth::Yes : Truth::No; }
constexpr Truth both(Truth a, Truth b) { return a < b ? a : b; }
constexpr Truth either(Truth a, Truth b) { return a < b ? b : a; }
constexpr Truth negate(Truth a) { return a == Truth::Unknown ? a : truth(a == Truth::No); }
constexpr const char* to_string(Truth value) {
  return value == Truth::Yes ? "true" : value == Truth::No ? "false" : "unknown";
}

}  // namespace waybill::base
