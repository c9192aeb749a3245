// import/import_files.cpp: which reader a file wants.
#include "import/import_files.h"

#include <algorithm>

#include "base/text.h"
#include "import/read_json.h"
#include "import/read_script.h"
#include "import/read_xml.h"
#include "import/source_text.h"

namespace waybill::import {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

bool is_letter(char c) { return base::lower(c) >= 'a' && base::lower(c) <= 'z'; }

// <rules, <?xml; not the comment <# of a script.
bool is_xml(std::string_view text) {
  return text.size() > 1 && text[0] == '<' && (is_letter(text[1]) || text[1] == '?' || text[1] == '!');
}

// { "Name" or [ {; not [CmdletBinding()] or { block }.
bool is_json(std::string_view text) {
  if (text.empty() || (text[0] != '{' && text[0] != '[')) return false;
  const std::size_t next = text.find_first_not_of(kSpace, 1);
  return next != std::string_view::npos && std::string_view("{}[]\"").find(text[next]) != std::string_view::npos;
}

std::vector<Command> read_file(const SourceFile& file, const Limits& limits, base::Diagnostics& diagnostics) {
  const base::Place start{file.name};
  if (file.bytes.size() > limits.file_bytes) {
    diagnostics.error(start, "the file is larger than " + std::to_string(limits.file_bytes) + " bytes");
    return {};
  }
  const auto text = source_text(file.bytes);
  if (!text) {
    diagnostics.error(start, "the characters cannot be read: save the file as UTF-8");
    return {};
  }
  std::string_view begin = *text;
  begin.remove_prefix(std::min(begin.find_first_not_of(kSpace), begin.size()));
  if (is_xml(begin)) {
    const std::size_t blanks = text->size() - begin.size();
    return read_xml(begin, base::advance(start, *text, blanks), limits, diagnostics);
  }
  return is_json(begin) ? read_json(*text, start, limits, diagnostics) : read_script(*text, start, limits, diagnostics);
}

}  // namespace

Imported import_files(const std::vector<SourceFile>& files, const Limits& limits, base::Diagnostics& diagnostics) {
  Imported out;
  RuleList list(limits, diagnostics);
  for (const SourceFile& file : files) {
    const std::size_t before = diagnostics.all().size();
    const std::vector<Command> commands = read_file(file, limits, diagnostics);
    const auto has_error = [](const base::Diagnostic& d) { return d.severity == base::Severity::Error; };
    const bool said = std::any_of(diagnostics.all().begin() + static_cast<std::ptrdiff_t>(before),
                                  diagnostics.all().end(), has_error);
    if (commands.empty() && !said) {
      diagnostics.error({file.name},
                        "no transport rule in it; what Export-Csv, Format-List or Format-Table wrote cannot be read: "
                        "use Get-TransportRule | Export-Clixml");
    }
    for (const Command& command : commands) list.apply(command);
    out.is_readable = out.is_readable || !commands.empty();
  }
  out.rules = list.rules();
  return out;
}

}  // namespace waybill::import
