// ldap/published_schema.h: which attributes a server knows at all.
//
// What: the names of the attribute types in the subschema that governs the search base (RFC 4512, 4.2 and 4.4).
// Contract: names and numbers compare without case; options of an attribute do not matter. Definitions that cannot be
//   read are left out.
// Fails: when the server shows no schema, as when the login may not read it.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ldap/connection.h"

namespace waybill::ldap {

class PublishedSchema {
 public:
  // `( 2.5.4.12 NAME 'title' SUP name )`; false: it cannot be read.
  bool add(const std::string& definition);

  bool defines(std::string_view attribute) const;
  std::size_t types() const { return types_; }

 private:
  std::set<std::string> names_;  // and numbers, in lower case
  std::size_t types_ = 0;
};

base::Result<PublishedSchema> read_schema(Connection& connection, const std::string& base, Deadline deadline);

}  // namespace waybill::ldap
