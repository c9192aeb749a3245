// cli/import.cpp: files in, rules and report out.
#include "cli/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <tuple>
#include <utility>

#include "base/place.h"
#include "config/read_file.h"
#include "import/import_files.h"
#include "import/write_toml.h"

namespace waybill::cli {
namespace {

// False: could not be written; said on standard error.
bool write(const std::string& path, const std::string& text, std::FILE* standard) {
  std::FILE* file = path.empty() ? standard : std::fopen(path.c_str(), "wb");
  bool good = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (file != nullptr) good = (path.empty() ? std::fflush(file) : std::fclose(file)) == 0 && good;
  if (!good) fmt::print(stderr, "waybill: {}: cannot be written: {}\n", path, std::strerror(errno));
  return good;
}

std::vector<import::SourceFile> read_all(const std::vector<std::string>& paths, const import::Limits& limits,
                                         base::Diagnostics& diagnostics) {
  std::vector<import::SourceFile> out;
  for (const std::string& path : paths) {
    auto bytes = config::read_file(path, limits.file_bytes);
    if (bytes) {
      out.push_back({path, std::move(*bytes)});
    } else {
      diagnostics.error({path}, bytes.error().text);
    }
  }
  return out;
}

// By place, the files in the order in which they were named.
std::string report_of(const base::Diagnostics& diagnostics, const std::vector<std::string>& files) {
  const auto key = [&](const base::Diagnostic& diagnostic) {
    const auto file = std::find(files.begin(), files.end(), diagnostic.place.file);
    return std::tuple(file - files.begin(), diagnostic.place.line, diagnostic.place.column);
  };
  std::vector<base::Diagnostic> sorted = diagnostics.all();
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const base::Diagnostic& a, const base::Diagnostic& b) { return key(a) < key(b); });
  std::string out;
  for (const base::Diagnostic& diagnostic : sorted) out += to_string(diagnostic) + '\n';
  return out;
}

}  // namespace

int run_import(const ImportOptions& options) {
  const import::Limits limits;
  base::Diagnostics diagnostics;
  const auto files = read_all(options.inputs, limits, diagnostics);
  const import::Imported imported = import::import_files(files, limits, diagnostics);
  if (!write(options.report, report_of(diagnostics, options.inputs), stderr) || !imported.is_readable) return 2;
  if (!write(options.output, import::write_toml(imported.rules), stdout)) return 2;
  return diagnostics.has_errors() ? 1 : 0;
}

}  // namespace waybill::cli
