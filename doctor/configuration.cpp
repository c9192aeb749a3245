// doctor/configuration.cpp: diagnostics as findings.
#include "doctor/configuration.h"

#include <fmt/format.h>

#include "mta/program.h"

namespace waybill::doctor {

Findings check_configuration(const std::string& path, const base::Diagnostics& diagnostics) {
  Findings out;
  const std::string check = mta::shell_form({"waybill", "check", "-c", path});
  std::size_t warnings = 0;
  for (const base::Diagnostic& diagnostic : diagnostics.all()) {
    if (diagnostic.severity == base::Severity::Warning) {
      ++warnings;
      continue;
    }
    const base::Place& place = diagnostic.place;
    out.push_back({Check::Configuration, Severity::Error, to_string(diagnostic),
                   "waybilld does not start, or keeps the old configuration at a reload",
                   mta::shell_form({"editor", "+" + std::to_string(place.line), place.file}) + '\n' + check});
  }
  if (out.empty() && warnings > 0) {
    out.push_back({Check::Configuration, Severity::Warning, fmt::format("{} has {} warnings", path, warnings),
                   "Something in it does not do what it seems to", check});
  }
  if (out.empty()) out.push_back({Check::Configuration, Severity::Ok, path + " has no errors"});
  return out;
}

}  // namespace waybill::doctor
