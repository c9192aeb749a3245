// message/internet_date.h: a time as header fields have it (RFC 5322, 3.3).
#pragma once

#include <cstdint>
#include <string>

namespace waybill::message {

// `now`: seconds since 1970. "Thu, 1 Jan 2026 00:00:00 +0000"
std::string internet_date(std::int64_t now);

}  // namespace waybill::message
