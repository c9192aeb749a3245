// cli/print_diagnostics.h: diagnostics on standard error, one a line.
#pragma once

#include <optional>
#include <string>

#include "base/place.h"
#include "config/settings.h"

namespace waybill::cli {

void print(const base::Diagnostics& diagnostics);

// What waybill.toml says, for commands that need no rules. Its errors are printed; its warnings are the business of
// `waybill check`.
std::optional<config::Settings> read_settings(const std::string& config);

// `waybill: TEXT` on standard error; the exit status of what could not be read.
int complain(const std::string& text);

}  // namespace waybill::cli
