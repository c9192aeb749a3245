// cli/words.cpp: the reference of rule parameters on the terminal.
#include "cli/words.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/text.h"
#include "rules/reference.h"

namespace waybill::cli {

int run_words(const std::string& name) {
  if (name.empty()) {
    fmt::print("{}", rules::words_markdown());
    return 0;
  }
  if (const auto parameter = rules::find_parameter(name)) {
    fmt::print("{}", rules::describe(*parameter));
    return 0;
  }
  const std::string_view near = base::closest(name, rules::parameter_names());
  fmt::print(stderr, "waybill: unknown parameter \"{}\"{}\n", base::printable(name, 80),
             near.empty() ? std::string("; `waybill words` lists all") : fmt::format("; did you mean {}?", near));
  return 1;
}

}  // namespace waybill::cli
