// config/copy_key.h: the key of the marks by which we know our own copies again (engine/copy_mark.h).
//
// Contract: the first 32 bytes or more of the file; without a file one that is drawn at random when it is first asked
// for, and stays until the process ends, so that a reload does not disown copies on their way. An error is reported at
// `place`.
// Threads: any number.
#pragma once

#include <string>

#include "base/place.h"

namespace waybill::config {

std::string copy_key(const std::string& file, const base::Place& place, base::Diagnostics& diagnostics);

}  // namespace waybill::config
