// cli/table.h: rows of text for people, in columns as wide as they need to be.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace waybill::cli {

// The last column ends each line.
template <std::size_t Columns>
void print_table(const std::vector<std::array<std::string, Columns>>& rows) {
  std::array<std::size_t, Columns> widths = {};
  for (const auto& row : rows) {
    for (std::size_t i = 0; i + 1 < Columns; ++i) widths.at(i) = std::max(widths.at(i), row.at(i).size());
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < Columns; ++i) line += fmt::format("{:<{}}  ", row.at(i), widths.at(i));
    line.erase(line.find_last_not_of(' ') + 1);
    fmt::print("{}\n", line);
  }
}

}  // namespace waybill::cli
