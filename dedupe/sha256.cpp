// dedupe/sha256.cpp: EVP of OpenSSL, and the two ways to write a digest.
#include "dedupe/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <new>

#include "mime/codec.h"

namespace waybill::dedupe {
namespace {

// OpenSSL fails here only without memory; that ends in the guard of an edge.
void require(int result) {
  if (result != 1) throw std::bad_alloc();
}

// Looked up once: OpenSSL 3 looks for an implementation of EVP_sha256() in every call, under locks.
const EVP_MD* sha256() {
  static const EVP_MD* const kFound = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kFound;
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  require(context_ != nullptr ? 1 : 0);
  require(EVP_DigestInit_ex(context_.get(), sha256(), nullptr));
}

void Sha256::put(std::string_view bytes) { require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }

std::string Sha256::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size));
  require(EVP_DigestInit_ex(context_.get(), nullptr, nullptr));
  return {digest.begin(), digest.begin() + size};
}

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += {kDigits[byte >> 4U], kDigits[byte & 0xFU]};
  }
  return out;
}

std::string base64url(std::string_view bytes) {
  std::string out = mime::encode_base64(bytes, {});
  out.erase(out.find_last_not_of('=') + 1);
  for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return out;
}

}  // namespace waybill::dedupe
