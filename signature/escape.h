// signature/escape.h: directory values, made safe for the place in the HTML where they land.
#pragma once

#include <string>
#include <string_view>

#include "signature/template.h"

namespace waybill::signature {

// Valid UTF-8 without control characters: those that separate (tab, line breaks) become blanks, others go, and so do
// characters that nobody sees and that turn or hide what follows (bidirectional embeddings, overrides and isolates,
// zero-width spaces, tags). Marks of direction and joiners stay: Arabic, Hebrew and Persian need them. No blanks at the
// ends; at most limits.attribute_bytes long.
std::string clean_value(std::string_view value);

// What comes next in a URL: its very start, still before the end of a scheme, a telephone number, mail addresses,
// what stands behind any other scheme or a "/", what stands behind the "?".
enum class UrlPart { Start, Scheme, Phone, Mail, Path, Query };

// What comes after `written` (HTML, as it is sent), which began in `part`.
UrlPart part_after(UrlPart part, std::string_view written);

// Appends a clean value as `context` wants it: it can neither end its text, its attribute, its part of a URL, its
// style or its comment, nor make a URL of a scheme that runs (javascript:). In Phone the number is written as a
// telephone wants it (RFC 3966), in Mail as RFC 6068 has it; a style keeps letters, digits, blanks and # % . , - _
// only.
void append_escaped(std::string& out, std::string_view value, Context context, UrlPart part);

}  // namespace waybill::signature
