// tests/unit/import/imported.h: what an import gives, as text that tests compare.
#pragma once

#include <string>
#include <string_view>

#include "import/import_files.h"
#include "import/write_toml.h"

namespace waybill::import {

struct Result {
  std::string toml;
  std::string report;
  bool is_readable = false;
  bool has_errors = false;
};

inline Result import_all(const std::vector<SourceFile>& files, const Limits& limits = {}) {
  base::Diagnostics diagnostics;
  const Imported imported = import_files(files, limits, diagnostics);
  Result out{write_toml(imported.rules), {}, imported.is_readable, diagnostics.has_errors()};
  for (const base::Diagnostic& diagnostic : diagnostics.all()) out.report += to_string(diagnostic) + '\n';
  return out;
}

inline Result import_one(std::string_view text, const Limits& limits = {}) {
  return import_all({{"f", std::string(text)}}, limits);
}

// One line: what is written (blank lines and line ends as |), then the report.
inline std::string shown(std::string_view text, const Limits& limits = {}) {
  const Result result = import_one(text, limits);
  std::string out;
  for (const char c : result.toml) out += c == '\n' ? '|' : c;
  constexpr std::string_view kTable = "[[TransportRule]]|Name = ";
  for (std::size_t at = 0; (at = out.find(kTable, at)) != std::string::npos;) out.replace(at, kTable.size(), ">");
  return out + result.report;
}

// Of the values of -Comments only: what a value is read as.
inline std::string value(const std::string& script, const std::string& argument) {
  const std::string out = shown(script + "\nNew-TransportRule r -Comments " + argument);
  constexpr std::string_view kBegin = ">\"r\"|Comments = ";
  return out.starts_with(kBegin) ? out.substr(kBegin.size()) : out;
}

inline bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace waybill::import
