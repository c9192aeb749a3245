// cli/doctor.cpp: findings as text or JSON, and an exit code.
#include "cli/doctor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/version.h"

namespace waybill::cli {
namespace {

using doctor::Finding;
using doctor::Findings;
using doctor::Severity;

void leave_out(Findings& findings, const std::vector<std::string>& ignored) {
  const auto is_ignored = [&](const Finding& finding) {
    const auto same = [&](const std::string& name) { return name == doctor::name_of(finding.check); };
    return finding.severity != Severity::Error && std::any_of(ignored.begin(), ignored.end(), same);
  };
  std::erase_if(findings, is_ignored);
}

void print_lines(std::string_view head, const std::string& text) {
  for (const std::string_view line : base::split(text, '\n')) {
    fmt::print("{:>11} {}\n", head, line);
    head = "";
  }
}

void print(const Finding& finding) {
  fmt::print("{:<7} {}: {}\n", name_of(finding.severity), name_of(finding.check), finding.what);
  if (!finding.why.empty()) print_lines("why:", finding.why);
  if (!finding.fix.empty()) print_lines("fix:", finding.fix);
}

std::size_t count(const Findings& findings, Severity severity) {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(),
                                                [&](const Finding& finding) { return finding.severity == severity; }));
}

void print_text(const Findings& findings, bool verbose) {
  for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Unknown, Severity::Ok}) {
    if (severity == Severity::Ok && !verbose) continue;
    for (const Finding& finding : findings) {
      if (finding.severity == severity) print(finding);
    }
  }
  fmt::print("waybill {}: {} errors, {} warnings, {} unknown, {} fine\n", kVersion, count(findings, Severity::Error),
             count(findings, Severity::Warning), count(findings, Severity::Unknown), count(findings, Severity::Ok));
}

void print_json(const Findings& findings) {
  nlohmann::ordered_json out = {{"version", kVersion}, {"status", name_of(worst(findings))}};
  out["findings"] = nlohmann::ordered_json::array();
  for (const Finding& finding : findings) {
    out["findings"].push_back({{"check", name_of(finding.check)},
                               {"severity", name_of(finding.severity)},
                               {"what", finding.what},
                               {"why", finding.why},
                               {"fix", finding.fix}});
  }
  fmt::print("{}\n", out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

int exit_code(Severity severity) {
  switch (severity) {
    case Severity::Ok:
      return 0;
    case Severity::Warning:
      return 1;
    case Severity::Error:
      return 2;
    case Severity::Unknown:
      return 3;
  }
  return 3;
}

}  // namespace

int run_doctor(const DoctorOptions& options) {
  Findings findings = doctor::examine(options.look);
  leave_out(findings, options.ignored);
  if (options.json) {
    print_json(findings);
  } else {
    print_text(findings, options.verbose);
  }
  return exit_code(worst(findings));
}

}  // namespace waybill::cli
