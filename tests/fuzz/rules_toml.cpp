// tests/fuzz/rules_toml.cpp: a rules file in TOML; what is accepted is the same when it is printed and read again.
#include "config/read_toml_rules.h"
#include "rules/check.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

namespace {

rules::Ruleset read(std::string_view bytes, base::Diagnostics& diagnostics) {
  const base::Limits limits;
  return rules::check({config::read_toml_rules(bytes, "rules.toml", limits, diagnostics)}, limits, diagnostics);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  base::Diagnostics diagnostics;
  const rules::Ruleset rules = read(fuzz::as_text(data, size), diagnostics);
  if (diagnostics.has_errors()) return 0;
  const std::string printed = rules::to_toml(rules);
  const rules::Ruleset again = read(printed, diagnostics);
  fuzz::require(!diagnostics.has_errors(), "what was printed can be read");
  fuzz::require(rules::to_toml(again) == printed, "what was printed says the same");
  return 0;
}
