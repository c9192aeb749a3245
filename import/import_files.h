// import/import_files.h: rules as administrators hold them, from Exchange, as rules of Waybill. Nothing is executed.
//
// What: PowerShell scripts, XML of Export-TransportRuleCollection, Clixml and JSON of Get-TransportRule. What a file is
// says its content, not its name. Files go in one after the other, as scripts would run: a later one may change earlier
// rules.
//
// Contract
//   Diagnostics: an error for all that could not be taken over, a warning for what should be looked at; with place,
//   parameter and reason, never with a value.
//   The rules stand in the order in which they run; write_toml() writes them.
// Example
//   const Imported imported = import_files({{"rules.ps1", bytes}}, {}, diagnostics);
//   if (imported.is_readable) file << write_toml(imported.rules);
#pragma once

#include <string>
#include <vector>

#include "base/place.h"
#include "import/limits.h"
#include "import/rule_list.h"

namespace waybill::import {

struct SourceFile {
  std::string name;  // what places call it
  std::string bytes;
};

struct Imported {
  std::vector<ImportedRule> rules;
  bool is_readable = false;  // there was a command or a rule in some file
};

Imported import_files(const std::vector<SourceFile>& files, const Limits& limits, base::Diagnostics& diagnostics);

}  // namespace waybill::import
