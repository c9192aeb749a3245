// mta/program.h: runs a program and takes what it prints.
//
// Contract: no shell; the first argument is looked for in PATH. Waits for its end. What it says on standard error is in
// the error when it fails (Unavailable) or is not there (NotFound).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace waybill::mta {

struct Output {
  std::string out;
  std::string error;
};

base::Result<Output> run_for_both(const std::vector<std::string>& command);
base::Result<std::string> run(const std::vector<std::string>& command);  // standard output alone

// As one types it into a shell.
std::string shell_form(const std::vector<std::string>& command);

}  // namespace waybill::mta
