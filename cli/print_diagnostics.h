// cli/print_diagnostics.h: diagnostics on standard error, one a line.
#pragma once

#include "base/place.h"

namespace waybill::cli {

void print(const base::Diagnostics& diagnostics);

}  // namespace waybill::cli
