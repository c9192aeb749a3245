// tests/unit/doctor/made_certificate.cpp: the calls of libcrypto.
#include "tests/unit/doctor/made_certificate.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace waybill::tests {

std::string make_certificate(const std::string& host, std::int64_t begins, std::int64_t ends) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> made(X509_new(), X509_free);
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_TIME_set(X509_getm_notBefore(made.get()), begins);
  ASN1_TIME_set(X509_getm_notAfter(made.get()), ends);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME* name = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>("directory"), -1, -1, 0);
  X509_set_issuer_name(made.get(), name);
  const bool is_address = host.find_first_not_of("0123456789.") == std::string::npos;
  const std::string names = (is_address ? "IP:" : "DNS:") + host;
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
  X509_add_ext(made.get(), extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(made.get(), key.get(), EVP_sha256());
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(made.get(), &bytes);
  std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return out;
}

}  // namespace waybill::tests
