// mime/field_value.h: structured values of MIME fields (RFC 2045, 5.1; RFC 2183; RFC 2231).
//
// What: `type/subtype; name=value; ...` and `disposition; name=value`. mimetic reads the value after a
// guard has made it safe (size, comments, quoted semicolons, NUL); nothing of mimetic leaves this file.
// Not here: which part a field belongs to (mime/part_table.h).
// Contract: never fails; what cannot be read is as if it were absent. Names and the main value are
// lower-case, parameter values as written, quotes and RFC 2231 continuations undone (in UTF-8 when they name
// a charset that is known). A quote or comment without end is text. A comment among the parameters has a
// blank before it, but for that of a charset: unquoted names and boundaries with a parenthesis are seen in mail.
// Parameters behind the 200th are absent. Of two with one name the first counts.
// Cost: linear; about a microsecond for what mail programs write.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waybill::mime {

struct FieldValue {
  std::string value;  // "text/plain", "attachment", "quoted-printable"; empty: absent or unreadable
  std::vector<std::pair<std::string, std::string>> parameters;

  // Empty when there is no such parameter (lower-case name).
  std::string_view parameter(std::string_view name) const;
};

// `value` is the raw field value, folded or not. Longer than `most` bytes: as if absent.
FieldValue parse_field_value(std::string_view value, std::size_t most);

// The raw Content-Type value with its charset parameter replaced or added; everything else, folding
// included, keeps its bytes.
std::string with_charset(std::string_view content_type, std::string_view charset);

}  // namespace waybill::mime
