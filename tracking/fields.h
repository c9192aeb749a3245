// tracking/fields.h: events with the field names of Exchange's message tracking log, and as its CSV.
//
// Contract
//   fields() gives every field of Exchange 2016 in its order, so that what reads Exchange's logs reads these. What
//   Waybill has no value for is empty: docs/formats.md says which.
//   CSV after RFC 4180, but lines end with LF. Lists are joined by ";"; a ";" inside a status becomes ",".
// Pure.
// Source: Exchange, structure of the message tracking log files.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tracking/trail.h"

namespace waybill::tracking {

using Value = std::variant<std::string, std::int64_t, std::vector<std::string>>;

struct Field {
  std::string_view name;
  Value value = std::string();
};

inline constexpr std::size_t kFields = 30;

// `event` is one of the trail's.
std::array<Field, kFields> fields(const Trail& trail, const Event& event);

std::string date_time(std::int64_t milliseconds);  // 2026-01-31T12:00:00.123Z

// The lines with # above the events. `now`: milliseconds since 1970.
std::string csv_head(std::string_view version, std::int64_t now);
std::string csv_line(const Trail& trail, const Event& event);

}  // namespace waybill::tracking
