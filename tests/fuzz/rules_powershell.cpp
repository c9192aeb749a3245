// tests/fuzz/rules_powershell.cpp: a script of New-TransportRule; what is accepted says the same in TOML.
#include "config/read_powershell.h"
#include "config/read_toml_rules.h"
#include "rules/check.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::Limits limits;
  base::Diagnostics diagnostics;
  const auto script = config::read_powershell(fuzz::as_text(data, size), "rules.ps1", limits, diagnostics);
  const rules::Ruleset rules = rules::check({script}, limits, diagnostics);
  if (diagnostics.has_errors()) return 0;
  const std::string printed = rules::to_toml(rules);
  const auto file = config::read_toml_rules(printed, "rules.toml", limits, diagnostics);
  const rules::Ruleset again = rules::check({file}, limits, diagnostics);
  fuzz::require(!diagnostics.has_errors(), "what was printed can be read");
  fuzz::require(rules::to_toml(again) == printed, "what was printed says the same");
  return 0;
}
