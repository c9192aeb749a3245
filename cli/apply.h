// cli/apply.h: `waybill apply`: the resulting messages as files, as the MTA would have them.
#pragma once

#include <string>

#include "cli/offline.h"

namespace waybill::cli {

// Writes into folder `output` under the input's name (several copies as NAME.1, NAME.2), or with "-" one
// message to standard output. A message that is rejected, discarded or to be tried later gives a line on
// standard error and no file. 0, or 2 when an input could not be read, 1 when nothing could be begun.
int run_apply(const OfflineOptions& options, const std::string& output);

}  // namespace waybill::cli
