// cli/schema.h: `waybill schema`: what the directory has for tokens: in its schema, and of each person.
//
// What: compares the attribute map (message/attribute_map.h) with the schema that a server publishes, and counts for
// how many people each token has a value. Looked at are the tokens that signatures of active rules show, or all.
// Contract
//   People are read one after the other, and nothing is kept of them: the CSV is printed as they come. An LDIF file has
//   no schema. A directory that cannot be asked does not keep the others from being looked at.
#pragma once

#include <cstddef>
#include <string>

namespace waybill::cli {

struct SchemaOptions {
  std::string config = {};
  bool csv = false;       // which people lack which token
  bool json = false;      // the counts
  bool all = false;       // all tokens, not only those of rules
  std::size_t limit = 0;  // so many people at most; 0: everybody
};

// As `waybill doctor`: 0 all is fine; 1 a token is empty for everybody in a directory; 2 configuration or a directory
// do not do; 3 something could not be looked at.
int run_schema(const SchemaOptions& options);

}  // namespace waybill::cli
