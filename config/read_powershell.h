// config/read_powershell.h: a script of New-TransportRule commands as a rules file. Nothing is executed.
//
// What: import/read_script.h, held strictly: a rules file must say what it means without a run.
//
// Contract
//   Whatever is not a New-TransportRule or a variable that such a command uses is an error; so is every value that only
//   a run could know. `waybill import` takes over what it can from other scripts.
//   UTF-8 with or without byte order mark, UTF-16; what is not UTF-8 is windows-1252.
//   The place of a text is that of its first character, behind the quote; columns count characters.
// Fails: after a syntax error, which is named where the quote or bracket opened, reading goes on at the next line
// that begins with a command on transport rules; after 50 such errors it ends.
#pragma once

#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/place.h"
#include "rules/check.h"

namespace waybill::config {

// `bytes` is the whole file; `file` is what places call it.
rules::RuleFile read_powershell(std::string_view bytes, const std::string& file, const base::Limits& limits,
                                base::Diagnostics& diagnostics);

}  // namespace waybill::config
