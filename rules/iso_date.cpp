// rules/iso_date.cpp: ISO 8601 dates, read from left to right.
#include "rules/iso_date.h"

#include <algorithm>
#include <chrono>

namespace waybill::rules {
namespace {

namespace chrono = std::chrono;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  bool skip(std::string_view any_of) {
    if (text_.empty() || any_of.find(text_.front()) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }
  // Exactly `digits` digits; -1 when they are not there.
  int number(std::size_t digits) {
    if (text_.size() < digits ||
        !std::all_of(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(digits), is_digit))
      return -1;
    int value = 0;
    for (const char c : text_.substr(0, digits)) value = value * 10 + (c - '0');
    text_.remove_prefix(digits);
    return value;
  }
  void skip_digits() {
    while (!text_.empty() && is_digit(text_.front())) text_.remove_prefix(1);
  }
  char peek() const { return text_.empty() ? '\0' : text_.front(); }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  std::string_view text_;
};

std::optional<std::int64_t> read_day(Scanner& in) {
  const int year = in.number(4);
  if (!in.skip("-")) return std::nullopt;
  const int month = in.number(2);
  if (!in.skip("-")) return std::nullopt;
  const int day = in.number(2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const chrono::year_month_day date{chrono::year{year}, chrono::month{static_cast<unsigned>(month)},
                                    chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return chrono::sys_days(date).time_since_epoch().count() * std::int64_t{86400};
}

// hh:mm, as seconds.
std::optional<std::int64_t> read_minutes(Scanner& in) {
  const int hours = in.number(2);
  if (!in.skip(":")) return std::nullopt;
  const int minutes = in.number(2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  return hours * std::int64_t{3600} + minutes * std::int64_t{60};
}

std::optional<std::int64_t> read_time(Scanner& in) {
  const auto minutes = read_minutes(in);
  if (!minutes || !in.skip(":")) return minutes;
  const int seconds = in.number(2);
  if (seconds < 0 || seconds > 60) return std::nullopt;
  if (in.skip(".")) in.skip_digits();
  return *minutes + seconds;
}

}  // namespace

std::optional<Moment> parse_iso_date(std::string_view text) {
  Scanner in(text);
  const auto day = read_day(in);
  if (!day || in.at_end()) return day ? std::optional<Moment>({*day, false}) : std::nullopt;
  if (!in.skip("Tt ")) return std::nullopt;
  const auto time = read_time(in);
  if (!time) return std::nullopt;
  Moment moment{*day + *time, false};
  if (in.at_end()) return moment;
  moment.has_zone = true;
  if (in.skip("Zz")) return in.at_end() ? std::optional<Moment>(moment) : std::nullopt;
  const bool east = in.peek() == '+';
  if (!in.skip("+-")) return std::nullopt;
  const auto offset = read_minutes(in);
  if (!offset || !in.at_end()) return std::nullopt;
  moment.seconds += east ? -*offset : *offset;
  return moment;
}

std::string to_iso_date(std::int64_t seconds) {
  const chrono::sys_seconds moment{chrono::seconds{seconds}};
  const auto midnight = chrono::floor<chrono::days>(moment);
  const chrono::year_month_day date{midnight};
  const chrono::hh_mm_ss time{moment - midnight};
  const auto padded = [](std::int64_t value, std::size_t width) {
    std::string digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
  };
  return padded(int{date.year()}, 4) + '-' + padded(unsigned{date.month()}, 2) + '-' + padded(unsigned{date.day()}, 2) +
         'T' + padded(time.hours().count(), 2) + ':' + padded(time.minutes().count(), 2) + ':' +
         padded(time.seconds().count(), 2) + 'Z';
}

}  // namespace waybill::rules
