// cli/setup.h: `waybill setup`.
#pragma once

#include <string>

namespace waybill::cli {

struct SetupOptions {
  std::string config = "/etc/waybill/waybill.toml";
  std::string mta_config = {};  // Postfix: the folder of its configuration, empty: its own default. Sendmail: its .mc
  bool apply = false;
};

// 0: all is there, or was written; 1: it cannot be made to work by settings of the MTA alone, or our own configuration
// has errors; 2: the MTA could not be asked or told.
int run_setup_postfix(const SetupOptions& options);
int run_setup_sendmail(const SetupOptions& options);

}  // namespace waybill::cli
