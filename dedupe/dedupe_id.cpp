// dedupe/dedupe_id.cpp: the hash of the canonical form, keyed or not.
#include "dedupe/dedupe_id.h"

#include "dedupe/canonical_form.h"
#include "dedupe/hmac.h"
#include "dedupe/sha256.h"

namespace waybill::dedupe {

std::string id_of_form(std::string_view canonical_form, std::string_view key) {
  Sha256 hash;
  hash.put(canonical_form);
  const std::string digest = hash.finish();
  return key.empty() ? "v2:" + base64url(digest) : "k2:" + base64url(hmac_sha256(key, digest));
}

std::string dedupe_id(const message::Message& message, const mime::PartTable& table, std::string_view key) {
  return id_of_form(canonical_form(message, table), key);
}

}  // namespace waybill::dedupe
