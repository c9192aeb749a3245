// tests/fuzz/import_xml.cpp: a collection or Clixml: whatever it is, a rules file or an error comes of it.
#include "tests/fuzz/imported.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  waybill::fuzz::imported_toml(waybill::fuzz::as_text(data, size));
  return 0;
}
