// cli/setup.h: `waybill setup`.
#pragma once

#include <string>

namespace waybill::cli {

struct SetupOptions {
  std::string config;
  std::string mta_config = {};  // folder of Postfix' configuration; empty: its own default
  bool apply = false;
};

// 0: all is there, or was written; 1: it cannot be made to work by settings of Postfix alone, or our own configuration
// has errors; 2: Postfix could not be asked or told.
int run_setup_postfix(const SetupOptions& options);

}  // namespace waybill::cli
