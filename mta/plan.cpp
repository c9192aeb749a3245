// mta/plan.cpp: intervals as Postfix and Sendmail write them.
#include "mta/plan.h"

namespace waybill::mta {
namespace {

std::chrono::seconds unit(char letter) {
  switch (letter) {
    case 'm':
      return std::chrono::minutes(1);
    case 'h':
      return std::chrono::hours(1);
    case 'd':
      return std::chrono::hours(24);
    case 'w':
      return std::chrono::hours(24 * 7);
    default:
      return std::chrono::seconds(1);
  }
}

}  // namespace

std::chrono::seconds read_interval(std::string_view text) {
  std::chrono::seconds out{0};
  long number = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + (c - '0');
    } else {
      out += number * unit(c);
      number = 0;
    }
  }
  return out + number * unit('s');
}

}  // namespace waybill::mta
