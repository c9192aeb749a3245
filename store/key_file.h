// store/key_file.h: secrets of a host: the one by which the daemon knows its own copies again (engine/copy_mark.h), and
// the one by which addresses are hashed (tracking/privacy.h).
//
// Contract
//   The first line of the file, 32 characters or more, is the key. A file that everybody may read or write is refused.
//   keep_key_file() makes one that is not there: 43 random characters, for its owner only.
//   process_key() is a key without a file: drawn at random once, it stays until the process ends, so that a reload does
//   not disown copies on their way. Several daemons that see each other's copies need a file. Copies that are under way
//   when a key is changed are taken for new mail.
// Fails: Unavailable (system), Invalid (what stands in it).
#pragma once

#include <string>

#include "base/result.h"

namespace waybill::store {

base::Result<std::string> read_key_file(const std::string& path);
base::Result<std::string> keep_key_file(const std::string& path);
const std::string& process_key();

}  // namespace waybill::store
