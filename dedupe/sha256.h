// dedupe/sha256.h: SHA-256 (FIPS 180-4) over what comes piece by piece; OpenSSL does the work.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace waybill::dedupe {

class Sha256 {
 public:
  Sha256();
  void put(std::string_view bytes);
  // 32 bytes. What is put after it begins the next digest: cheaper than a Sha256 for each.
  std::string finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

std::string hex(std::string_view bytes);
std::string base64url(std::string_view bytes);  // RFC 4648, 5, without padding

}  // namespace waybill::dedupe
