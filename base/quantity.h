// base/quantity.h: numbers with a unit, as people write them in files.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace waybill::base {

struct Unit {
  std::string_view name;
  std::int64_t size;
};

// Steps of 1024.
constexpr std::array<Unit, 9> kSizes = {{{"TB", std::int64_t{1} << 40},
                                         {"GB", 1 << 30},
                                         {"MB", 1 << 20},
                                         {"KB", 1 << 10},
                                         {"T", std::int64_t{1} << 40},
                                         {"G", 1 << 30},
                                         {"M", 1 << 20},
                                         {"K", 1 << 10},
                                         {"B", 1}}};
constexpr std::array<Unit, 5> kTimes = {{{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}, {"d", 86400000}}};

// "10MB", "10 mb" -> 10485760. Nothing: not a whole number from 0 on, an unknown unit or none, or too large.
std::optional<std::int64_t> parse_quantity(std::string_view text, std::span<const Unit> units);

}  // namespace waybill::base
