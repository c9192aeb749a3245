// mime/part_header.h: the header block of a part, as bytes of the body.
//
// What: where the block ends, and its fields one by one. Not here: the message's own header, which the
// MTA hands over in fields (message/header_list.h).
// Contract: lines end with CRLF, LF or a lone CR, as Python's email package reads them. A line is part of
// a header when it begins with a blank, with "From ", or with a name and a colon (no blank between). What
// stands before the first field, "From " and fields without a name are skipped. Views point into the
// argument. Linear.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace waybill::mime {

struct Line {
  std::string_view text;  // without its line end
  std::size_t next = 0;   // where the next line begins
};

// REQUIRES begin <= bytes.size().
Line line_at(std::string_view bytes, std::size_t begin);

// False for the empty line too.
bool is_header_line(std::string_view text);

struct RawField {
  std::string_view name;
  std::string_view value;  // behind the colon, folding included, without the final line end
  std::string_view whole;  // name to final line end
};

// The field at or behind `offset`, which moves behind it.
std::optional<RawField> next_field(std::string_view header, std::size_t& offset);

// The first field of that name (any case).
std::optional<RawField> find_field(std::string_view header, std::string_view name);

}  // namespace waybill::mime
