// tests/fuzz/imported.h: what holds for the import of any file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "config/read_toml_rules.h"
#include "import/import_files.h"
#include "import/write_toml.h"
#include "tests/fuzz/fuzz_target.h"

namespace waybill::fuzz {

// Smaller than those of the program: a target is to be fast.
inline import::Limits import_limits() {
  import::Limits limits;
  limits.nodes = limits.values = limits.statements = 20000;
  limits.value_bytes = 1 << 16U;
  limits.work_bytes = 1 << 24U;
  limits.errors = 5;
  return limits;
}

// The file that is written is TOML, with one table for each rule. None: something was not taken over.
inline std::optional<std::string> imported_toml(std::string_view bytes) {
  base::Diagnostics diagnostics;
  const import::Imported imported = import::import_files({{"f", std::string(bytes)}}, import_limits(), diagnostics);
  std::string toml = import::write_toml(imported.rules);
  base::Diagnostics none;
  const auto file = config::read_toml_rules(toml, "rules.toml", {}, none);
  require(none.all().empty(), "what was imported is TOML");
  require(file.rules.size() == imported.rules.size(), "each rule is there");
  require(imported.is_readable || diagnostics.has_errors(), "what cannot be read is said");
  return diagnostics.has_errors() ? std::nullopt : std::optional(std::move(toml));
}

}  // namespace waybill::fuzz
