// tests/unit/doctor/made_certificate.h: certificates made on the spot, as DER.
#pragma once

#include <cstdint>
#include <string>

namespace waybill::tests {

// For the DNS name or the IP address `host`, by itself.
std::string make_certificate(const std::string& host, std::int64_t begins, std::int64_t ends);

}  // namespace waybill::tests
