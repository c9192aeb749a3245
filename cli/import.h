// cli/import.h: `waybill import FILE...`: rules from Exchange as a rules file.
#pragma once

#include <string>
#include <vector>

namespace waybill::cli {

struct ImportOptions {
  std::vector<std::string> inputs = {};
  std::string output = {};  // empty: standard output
  std::string report = {};  // empty: standard error
};

// 0 all is taken over, 1 written and something was not, 2 nothing could be read, or not written.
int run_import(const ImportOptions& options);

}  // namespace waybill::cli
