// message/header_list.h: the header fields of a message, in order (RFC 5322, section 2.2).
//
// Contract
//   value is everything behind the colon, leading blanks included, line breaks of folding as
//   a bare LF and without the final line break: what a milter gets when it negotiated
//   SMFIP_HDR_LEADSPC. Bytes are never recoded: name + ":" + value gives the field back.
//   Instances of one name are counted from 1, top to bottom, as milter does.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::message {

struct HeaderField {
  std::string name;
  std::string value;

  friend bool operator==(const HeaderField&, const HeaderField&) = default;
};

using HeaderList = std::vector<HeaderField>;

// The `instance`-th field of that name (case-insensitive); null when there is none.
const HeaderField* find(const HeaderList& headers, std::string_view name, std::size_t instance = 1);
std::size_t count(const HeaderList& headers, std::string_view name);

// Bytes as SMTP sends them: with CRLF, the empty line behind the header included.
std::size_t wire_size(const HeaderList& headers);

// Folding undone (RFC 5322, 2.2.3): line breaks removed, blanks kept, trimmed at both ends.
std::string unfold(std::string_view value);

}  // namespace waybill::message
