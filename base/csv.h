// base/csv.h: values in comma-separated lists (RFC 4180).
#pragma once

#include <string>
#include <string_view>

namespace waybill::base {

// In quotes where it has to be; a quote inside is doubled.
std::string csv_field(std::string_view text);

}  // namespace waybill::base
