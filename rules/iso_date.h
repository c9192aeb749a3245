// rules/iso_date.h: dates as ISO 8601 and RFC 3339 write them: 2026-03-31, 2026-03-31T18:00,
// 2026-03-31T18:00:00.5+02:00, with a blank for the T.
//
// Contract: without a zone the time is UTC, and has_zone says so. Anything else is no date: `03/31/2017` and
// `31.03.2017` depend on who reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::rules {

struct Moment {
  std::int64_t seconds = 0;  // since 1970, UTC
  bool has_zone = false;
};

std::optional<Moment> parse_iso_date(std::string_view text);

std::string to_iso_date(std::int64_t seconds);  // 2026-03-31T18:00:00Z

}  // namespace waybill::rules
