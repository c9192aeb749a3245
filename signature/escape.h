// signature/escape.h: directory values, made safe for the place in the HTML where they land.
#pragma once

#include <string>
#include <string_view>

#include "signature/template.h"

namespace waybill::signature {

// Valid UTF-8 without control characters: those that separate (tab, line breaks) become blanks, others go. No
// blanks at the ends; at most limits.attribute_bytes long.
std::string clean_value(std::string_view value);

// Appends a clean value to `html` as `piece` wants it: it can neither end its text, its attribute, its part of a
// URL or its comment, nor make a URL of a scheme that runs (javascript:).
void append_escaped(std::string& html, std::string_view value, const Piece& piece);

}  // namespace waybill::signature
