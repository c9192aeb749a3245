// signature/date_format.cpp: a date, field by field.
#include "signature/date_format.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/text.h"

namespace waybill::signature {

namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 16> kFields = {"yyyy", "yy", "MMMM", "MMM", "MM", "M", "dddd", "ddd",
                                                      "dd",   "d",  "HH",   "H",   "mm", "m", "ss",   "s"};

bool is_letter(char c) { return base::lower(c) >= 'a' && base::lower(c) <= 'z'; }

// What `format`, not empty, begins with: a run of one letter, a quoted text, or one other character.
std::string_view first_field(std::string_view format) {
  const char c = format.front();
  if (c == '\'') return format.substr(0, std::min(format.find('\'', 1), format.size() - 1) + 1);
  if (!is_letter(c)) return format.substr(0, 1);
  return format.substr(0, format.find_first_not_of(c));
}

bool is_known(std::string_view field) {
  if (field.front() == '\'') return field.size() > 1 && field.back() == '\'';
  return !is_letter(field.front()) || std::find(kFields.begin(), kFields.end(), field) != kFields.end();
}

std::string padded(std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

struct Clock {
  explicit Clock(std::int64_t local_time)
      : moment{chrono::seconds{local_time}}, midnight(chrono::floor<chrono::days>(moment)) {}

  std::string text_of(std::string_view field) const {
    const std::size_t width = field.size();
    switch (field.front()) {
      case 'y':
        return padded(width == 2 ? int{date.year()} % 100 : int{date.year()}, width);
      case 'M':
        return width < 3 ? padded(unsigned{date.month()}, width) : name(kMonths[unsigned{date.month()} - 1], width);
      case 'd':
        return width < 3 ? padded(unsigned{date.day()}, width)
                         : name(kDays[chrono::weekday{midnight}.c_encoding()], width);
      case 'H':
        return padded(time.hours().count(), width);
      case 'm':
        return padded(time.minutes().count(), width);
      case 's':
        return padded(time.seconds().count(), width);
      case '\'':
        return std::string(field.substr(1, width - 2));
      default:
        return std::string(field);
    }
  }

  static std::string name(std::string_view full, std::size_t width) {
    return std::string(width == 3 ? full.substr(0, 3) : full);
  }

  chrono::sys_seconds moment;
  chrono::sys_days midnight;
  chrono::year_month_day date{midnight};
  chrono::hh_mm_ss<chrono::seconds> time{moment - midnight};
};

}  // namespace

std::optional<std::string_view> unknown_in_date_format(std::string_view format) {
  while (!format.empty()) {
    const std::string_view field = first_field(format);
    if (!is_known(field)) return field;
    format.remove_prefix(field.size());
  }
  return std::nullopt;
}

std::string format_date(std::string_view format, std::int64_t local_time) {
  const Clock clock(local_time);
  std::string out;
  while (!format.empty()) {
    const std::string_view field = first_field(format);
    out += clock.text_of(field);
    format.remove_prefix(field.size());
  }
  return out;
}

}  // namespace waybill::signature
