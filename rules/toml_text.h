// rules/toml_text.h: a text as a TOML string (TOML 1.0).
//
// Contract: reading it back gives the same bytes. REQUIRES valid UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace waybill::rules {

// On one line; literal where that needs no escapes, so patterns and HTML stay readable.
std::string toml_quoted(std::string_view text);

// In ''' quotes, over several lines, where that is possible.
std::string toml_block(std::string_view text);

}  // namespace waybill::rules
