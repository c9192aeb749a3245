// doctor/certificate.cpp: libcrypto reads X.509.
#include "doctor/certificate.h"

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>

namespace waybill::doctor {
namespace {

struct Free {
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};

std::int64_t to_time(const ASN1_TIME* time) {
  std::tm parts = {};
  return ASN1_TIME_to_tm(time, &parts) == 1 ? timegm(&parts) : 0;
}

template <class Print>
std::string written_by(Print print) {
  const std::unique_ptr<BIO, Free> memory(BIO_new(BIO_s_mem()));
  print(memory.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

std::string to_text(const X509_NAME* name) {
  return written_by([&](BIO* out) { X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253); });
}

// "DNS:a.example, IP Address:10.0.0.1"; empty when there are none.
std::string alternative_names(const X509* certificate) {
  auto* found = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  const std::unique_ptr<GENERAL_NAMES, void (*)(GENERAL_NAMES*)> names(found, GENERAL_NAMES_free);
  std::string out;
  for (int i = 0; i < sk_GENERAL_NAME_num(found); ++i) {
    if (i > 0) out += ", ";
    out += written_by([&](BIO* bio) { GENERAL_NAME_print(bio, sk_GENERAL_NAME_value(found, i)); });
  }
  return out;
}

}  // namespace

std::optional<Certificate> read_certificate(std::string_view der, const std::string& host) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<X509, Free> certificate(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
  if (certificate == nullptr) return std::nullopt;
  const bool fits = X509_check_ip_asc(certificate.get(), host.c_str(), 0) == 1 ||
                    X509_check_host(certificate.get(), host.data(), host.size(), 0, nullptr) == 1;
  const std::string subject = to_text(X509_get_subject_name(certificate.get()));
  const std::string names = alternative_names(certificate.get());
  return Certificate{to_time(X509_get0_notBefore(certificate.get())),
                     to_time(X509_get0_notAfter(certificate.get())),
                     subject,
                     names.empty() ? subject : names,
                     to_text(X509_get_issuer_name(certificate.get())),
                     fits};
}

}  // namespace waybill::doctor
