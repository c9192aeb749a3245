// message/internet_date.cpp: names of days and months, whatever the locale.
#include "message/internet_date.h"

#include <array>
#include <chrono>

namespace waybill::message {
namespace {

std::string two_digits(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

std::string internet_date(std::int64_t now) {
  using std::chrono::days;
  static constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_seconds time{std::chrono::seconds(now)};
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day civil(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return std::string(kDays[std::chrono::weekday(day).c_encoding()]) + ", " +
         std::to_string(static_cast<unsigned>(civil.day())) + ' ' + kMonths[static_cast<unsigned>(civil.month()) - 1] +
         ' ' + std::to_string(static_cast<int>(civil.year())) + ' ' + two_digits(clock.hours().count()) + ':' +
         two_digits(clock.minutes().count()) + ':' + two_digits(clock.seconds().count()) + " +0000";
}

}  // namespace waybill::message
