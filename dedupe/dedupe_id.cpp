// dedupe/dedupe_id.cpp: the hash of the canonical form, keyed or not.
#include "dedupe/dedupe_id.h"

#include <algorithm>

#include "base/text.h"
#include "dedupe/canonical_form.h"
#include "dedupe/hmac.h"
#include "dedupe/sha256.h"

namespace waybill::dedupe {
namespace {

// `v2:` or `k2:` with a digest, and perhaps an arrival.
bool is_id(std::string_view text) {
  constexpr std::size_t kDigest = 43;
  constexpr std::size_t kArrival = 11;
  const auto is_of_id = [](char c) {
    return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'z') || c == '-' || c == '_';
  };
  const auto take = [&](std::size_t count) {
    const bool is_whole =
        text.size() >= count && std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(count), is_of_id);
    text.remove_prefix(std::min(count, text.size()));
    return is_whole;
  };
  if (!text.starts_with("v2:") && !text.starts_with("k2:")) return false;
  text.remove_prefix(3);
  if (!take(kDigest)) return false;
  if (text.empty()) return true;
  const bool has_arrival = text.front() == '.';
  text.remove_prefix(1);
  return has_arrival && take(kArrival) && text.empty();
}

}  // namespace

bool is_stamped(const message::HeaderList& headers) {
  if (message::count(headers, kFieldName) != 1 || !is_id(message::unfold(message::find(headers, kFieldName)->value)))
    return false;
  const auto makes_another = [](const message::HeaderField& field) {
    return base::equals_ignore_case(field.name, "List-Id") || base::starts_with_ignore_case(field.name, "Resent-");
  };
  return message::find(headers, "Received") != nullptr && std::none_of(headers.begin(), headers.end(), makes_another);
}

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
