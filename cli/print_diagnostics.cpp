// cli/print_diagnostics.cpp: FILE:LINE:COL: error|warning: text
#include "cli/print_diagnostics.h"

#include <fmt/format.h>

namespace waybill::cli {

void print(const base::Diagnostics& diagnostics) {
  for (const base::Diagnostic& diagnostic : diagnostics.all()) fmt::print(stderr, "{}\n", to_string(diagnostic));
}

}  // namespace waybill::cli
