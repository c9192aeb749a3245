// config/key_file.h: the secret by which the daemon knows its own copies again (engine/copy_mark.h).
//
// Contract
//   The first line of the file, 32 characters or more, is the key. A file that everybody may read or write is refused.
//   Without a file: a key that is drawn at random once and stays until the process ends, so that a reload does not
//   disown copies on their way. Several daemons that see each other's copies need a file.
//   Copies that are under way when a key is changed are taken for new mail.
// Fails: Unavailable (system), Invalid (what stands in it).
#pragma once

#include <string>

#include "base/result.h"

namespace waybill::config {

base::Result<std::string> read_key_file(const std::string& path);
const std::string& process_key();

}  // namespace waybill::config
