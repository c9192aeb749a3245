// config/read_powershell.h: a script of New-TransportRule commands, as raw rules. Nothing is executed.
//
// What: arguments as PowerShell binds them: names in any case or cut to a unique beginning, -Name:value, arrays,
// numbers with kb/mb/gb, $true, $false and $null, the positional name, `| Out-Null`.
// Not here: other commands, variables and splatting. They are errors, because a rules file must say what it means
// without a run.
//
// Contract
//   UTF-8 with or without byte order mark, UTF-16 with one; what is not UTF-8 is windows-1252.
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
