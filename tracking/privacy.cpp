// tracking/privacy.cpp: full, hashed, off.
#include "tracking/privacy.h"

#include "dedupe/hmac.h"
#include "dedupe/sha256.h"
#include "message/address.h"
#include "tracking/one_line.h"

namespace waybill::tracking {
namespace {

constexpr std::string_view kNullSender = "<>";
constexpr std::size_t kWordBytes = 16;

std::string hashed(std::string_view text, std::string_view key) {
  return "h:" + dedupe::base64url(std::string_view(dedupe::hmac_sha256(key, text)).substr(0, kWordBytes));
}

}  // namespace

std::string Privacy::shown(Show how, std::string_view text) const {
  if (how == Show::Full || text.empty()) return std::string(text);
  return how == Show::Hashed ? hashed(text, key_) : std::string();
}

std::string Privacy::address(std::string_view normalized) const {
  return normalized == kNullSender ? std::string(normalized) : shown(addresses_, normalized);
}

std::string Privacy::subject(std::string_view text) const { return shown(subjects_, text); }

// "550 5.7.1 text"; a status that is all words was written by us.
std::string Privacy::status(std::string_view text) const {
  const bool has_numbers = !text.empty() && text.front() >= '0' && text.front() <= '9';
  if (addresses_ == Show::Full || !has_numbers) return std::string(text);
  const std::size_t code = text.find(' ');
  return std::string(text.substr(0, code == std::string_view::npos ? code : text.find(' ', code + 1)));
}

std::vector<std::string> forms_of(std::string_view address, std::string_view key) {
  const std::string_view bare = message::strip_brackets(address);
  if (bare.empty()) return {std::string(kNullSender)};
  std::vector<std::string> out = {one_line(message::normalized(bare))};
  if (!key.empty()) out.push_back(hashed(out.front(), key));
  return out;
}

}  // namespace waybill::tracking
