// ldap/read_ldif.h: LDIF content records (RFC 2849), one at a time.
//
// Contract
//   Lines are unfolded and base64 is decoded by OpenLDAP's own reader. A byte order mark, comments, CRLF and
//   `version: 1` are fine. Refused before that reader sees them: `attr:< url` and `include:`, which make it read other
//   files; change records other than `add`; NUL bytes and a CR inside of a line; attribute names that are none; ranges
//   (`member;range=0-1499`), which are a part of the values; base64 that is none. Refused also: a second `dn` in a
//   record, which is two people with no empty line between them.
//   Views in a Record live until the callback returns.
// Fails: Invalid with its place, at the first error; TooLarge for a record above 64 MB.
#pragma once

#include <fstream>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "message/fact.h"

namespace waybill::ldap {

struct Record {
  struct Value {
    std::string_view name;
    std::string_view value;
  };
  std::string_view dn;  // as written
  std::string key;      // normalized_dn(dn)
  int line = 0;         // of its dn
  std::vector<Value> values;
};

// Unavailable: it cannot be read, or is no regular file.
base::Result<std::ifstream> open_ldif(const std::string& file);

// The number of records. `file` is for what is said about errors.
base::Result<std::size_t> read_ldif(std::istream& in, const std::string& file,
                                    const std::function<void(const Record&)>& take);

// Its attributes as an entry of a server has them (ldap/attribute_description.h).
message::Attributes attributes_of(const Record& record, const std::vector<std::string>& wanted);

}  // namespace waybill::ldap
