// cli/lookup.h: `waybill lookup ADDRESS`: what the directory says of a person.
#pragma once

#include <string>

namespace waybill::cli {

// 0 found, 1 not found or configuration wrong, 2 the directory could not be asked, or not for all groups.
// `trace`: tell on standard error what is asked of whom, as it happens.
int run_lookup(const std::string& config, const std::string& address, bool trace);

}  // namespace waybill::cli
