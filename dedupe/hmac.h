// dedupe/hmac.h: HMAC-SHA-256 (RFC 2104, FIPS 198-1); OpenSSL does the work.
#pragma once

#include <string>
#include <string_view>

namespace waybill::dedupe {

// 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);

// In a time that depends on the sizes only: for what an attacker may guess byte by byte.
bool equal_secretly(std::string_view a, std::string_view b);

}  // namespace waybill::dedupe
