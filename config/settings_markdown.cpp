// config/settings_markdown.cpp: the table of settings as docs/settings.md.
#include <fmt/format.h>

#include "config/settings.h"

namespace waybill::config {
namespace {

constexpr std::string_view kTokens =
    "Where the value of a token stands in an entry. Beside `profile`, a key is the name of a token (docs/rules.md), "
    "its\n"
    "value an attribute or a list of them in order of preference, in place of what the profile says; takes effect at "
    "a\n"
    "reload. `displayName`: the first value; `cn;lang-de`: with this option (RFC 3866); `telephoneNumber[2]`: the "
    "second\n"
    "value; `ou[*]`: all values, with commas between; `[]`: always empty.\n\n";

constexpr std::string_view kDirectories =
    "Several directories: `[[directory]]`, with two brackets, once for each, in the order in which they are asked\n"
    "(docs/operations.md).\n\n";

std::string_view preface_of(std::string_view table) {
  return table == "attributes" ? kTokens : table == "directory" ? kDirectories : "";
}

}  // namespace

std::string settings_markdown() {
  std::string out =
      "# Settings\n\n"
      "All settings of `waybill.toml`; made from the table in `config/settings.cpp`. Unknown keys are errors.\n"
      "Relative paths belong to the folder of the file that names them. Durations: `\"2s\"`, `\"500ms\"`, `\"5m\"`,\n"
      "`\"1h\"`, `\"30d\"`. Sizes: `\"10MB\"` (steps of 1024) or bytes.\n";
  out +=
      "\n## [[classification]]\n\nOnce for each message classification of the organization, as in Exchange's\n"
      "New-MessageClassification; takes effect at a reload.\n\n"
      "| key | value | default | what it is |\n| --- | --- | --- | --- |\n"
      "| `name` | text in quotes |  | What users see; required, unique. |\n"
      "| `description` | text in quotes | `\"\"` | What it means, shown to users. |\n"
      "| `id` | text in quotes | `\"\"` | Its GUID, in Outlook's Classifications.xml. |\n"
      "| `keep` | true or false | `true` | Whether replies and forwarded mail keep it. |\n";
  std::string_view last_table;
  for (const Setting& row : settings()) {
    const std::string_view table = row.name.substr(0, row.name.find('.'));
    if (table != last_table) {
      out += fmt::format("\n## [{}]\n\n{}| key | value | default | bounds | takes effect | what it is |\n", table,
                         preface_of(table));
      out += "| --- | --- | --- | --- | --- | --- |\n";
      last_table = table;
    }
    const std::string bounds =
        row.most == 0 ? "" : write_number(row.type, row.least) + " to " + write_number(row.type, row.most);
    out += fmt::format("| `{}` | {} | `{}` | {} | {} | {} |\n", row.name.substr(table.size() + 1), describe(row.type),
                       row.fallback, bounds, row.effect == Effect::Reload ? "reload" : "restart", row.sentence);
  }
  return out;
}

}  // namespace waybill::config
