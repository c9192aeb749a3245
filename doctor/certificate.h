// doctor/certificate.h: the certificate of a server: for whom it is, and from when to when.
//
// Contract: pure. Nothing: the bytes are no certificate. Threads: any number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::doctor {

struct Certificate {
  std::int64_t begins = 0;  // seconds since 1970
  std::int64_t ends = 0;
  std::string subject = {};
  std::string names = {};  // for whom it is: its subjectAltName, else its subject
  std::string issuer = {};
  bool is_for_host = false;
};

// `der`: X.509; `host`: a name or an IP address.
std::optional<Certificate> read_certificate(std::string_view der, const std::string& host);

}  // namespace waybill::doctor
