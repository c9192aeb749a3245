// config/read_file.h: a whole file as bytes.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"

namespace waybill::config {

// Fails: Unavailable with the system's reason, TooLarge when there are more than `most` bytes.
base::Result<std::string> read_file(const std::string& path, std::size_t most);

}  // namespace waybill::config
