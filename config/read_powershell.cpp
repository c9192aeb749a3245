// config/read_powershell.cpp: commands of a script as rules; what else there is, is refused.
#include "config/read_powershell.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "import/limits.h"
#include "import/read_script.h"
#include "import/source_text.h"

namespace waybill::config {
namespace {

constexpr const char* kOnlyNew =
    "only New-TransportRule commands are read in a rules file; `waybill import` makes a rules file of other scripts";

// None: something in it is not known.
std::optional<rules::RawRule> as_rule(import::Command command, base::Diagnostics& diagnostics) {
  rules::RawRule out{command.place, {}};
  bool usable = true;
  for (import::Argument& argument : command.arguments) {
    if (argument.is_change) {
      argument.unknown = "a table @{ }: Set-TransportRule takes it, New-TransportRule does not";
      argument.unknown_place = argument.parameter.place;
    }
    if (!argument.unknown.empty()) {
      diagnostics.error(argument.unknown_place, argument.unknown);
      usable = false;
    }
    out.parameters.push_back(std::move(argument.parameter));
  }
  return usable ? std::optional(std::move(out)) : std::nullopt;
}

std::vector<rules::RawRule> read(std::string_view text, const std::string& file, base::Diagnostics& diagnostics) {
  std::vector<rules::RawRule> out;
  base::Diagnostics said;
  for (import::Command& command : import::read_script(text, {file}, {}, said)) {
    if (command.verb != import::Verb::New) {
      said.error(command.place, kOnlyNew);
    } else if (auto rule = as_rule(std::move(command), said)) {
      out.push_back(std::move(*rule));
    }
  }
  std::vector<base::Diagnostic> sorted = said.all();
  std::stable_sort(sorted.begin(), sorted.end(), [](const base::Diagnostic& a, const base::Diagnostic& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  for (const base::Diagnostic& diagnostic : sorted) {
    const bool skipped = diagnostic.severity == base::Severity::Warning;
    diagnostics.error(diagnostic.place, skipped ? diagnostic.text + "; " + kOnlyNew : diagnostic.text);
  }
  return out;
}

}  // namespace

rules::RuleFile read_powershell(std::string_view bytes, const std::string& file, const base::Limits& limits,
                                base::Diagnostics& diagnostics) {
  rules::RuleFile out{rules::Insertion::InTurn, {}};
  if (bytes.size() > limits.rule_file_bytes) {
    diagnostics.error({file}, "the file is larger than " + std::to_string(limits.rule_file_bytes) + " bytes");
    return out;
  }
  const auto script = import::source_text(bytes);
  if (!script) {
    diagnostics.error({file}, "the characters cannot be read: save the file as UTF-8");
    return out;
  }
  out.rules = read(*script, file, diagnostics);
  return out;
}

}  // namespace waybill::config
