// tests/fuzz/rules_powershell.cpp: a script as a rules file and as an import: what is accepted says the same in TOML.
#include "config/read_powershell.h"
#include "config/read_toml_rules.h"
#include "rules/check.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/imported.h"

using namespace waybill;

namespace {

const base::Limits kLimits;

std::string read_again(const std::string& toml, base::Diagnostics& diagnostics) {
  return to_toml(
      rules::check({config::read_toml_rules(toml, "rules.toml", kLimits, diagnostics)}, kLimits, diagnostics));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view script = fuzz::as_text(data, size);
  const auto imported = fuzz::imported_toml(script);
  base::Diagnostics diagnostics;
  const auto file = config::read_powershell(script, "rules.ps1", kLimits, diagnostics);
  const rules::Ruleset rules = rules::check({file}, kLimits, diagnostics);
  if (diagnostics.has_errors()) return 0;
  const std::string printed = rules::to_toml(rules);
  fuzz::require(read_again(printed, diagnostics) == printed, "what was printed says the same");
  fuzz::require(!imported || read_again(*imported, diagnostics) == printed, "what was imported says the same");
  fuzz::require(!diagnostics.has_errors(), "what was printed can be read");
  return 0;
}
