// tests/fuzz/ldif.cpp: a file of people and groups.
#include <sstream>

#include "ldap/read_ldif.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream in{std::string(fuzz::as_text(data, size))};
  std::size_t records = 0;
  const auto count = ldap::read_ldif(in, "people.ldif", [&records](const ldap::Record&) { ++records; });
  if (count) fuzz::require(*count == records, "every record was handed over");
  return 0;
}
