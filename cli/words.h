// cli/words.h: `waybill words [NAME]`.
#pragma once

#include <string>

namespace waybill::cli {

// All of docs/parameters.md without a name. 1: there is no such parameter; what comes close is named.
int run_words(const std::string& name);

}  // namespace waybill::cli
