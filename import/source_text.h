// import/source_text.h: the bytes of a file that Windows programs wrote, as UTF-8.
//
// Contract: a byte order mark decides; without one UTF-16 is known by the zero bytes of its first character; what else
// is not UTF-8 is windows-1252, the code page without a mark. What an XML declaration says is not looked at:
// editors save such files anew and leave it standing.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace waybill::import {

base::Result<std::string> source_text(std::string_view bytes);

}  // namespace waybill::import
