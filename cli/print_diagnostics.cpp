// cli/print_diagnostics.cpp: FILE:LINE:COL: error|warning: text
#include "cli/print_diagnostics.h"

#include <fmt/format.h>

#include "config/build_policy.h"

namespace waybill::cli {

void print(const base::Diagnostics& diagnostics) {
  for (const base::Diagnostic& diagnostic : diagnostics.all()) fmt::print(stderr, "{}\n", to_string(diagnostic));
}

std::optional<config::Settings> read_settings(const std::string& config) {
  base::Diagnostics all;
  auto settings = config::load_settings(config, all);
  base::Diagnostics errors;
  for (const base::Diagnostic& one : all.all()) {
    if (one.severity == base::Severity::Error) errors.error(one.place, one.text);
  }
  print(errors);
  return settings;
}

int complain(const std::string& text) {
  constexpr int kUnreadable = 2;
  fmt::print(stderr, "waybill: {}\n", text);
  return kUnreadable;
}

}  // namespace waybill::cli
