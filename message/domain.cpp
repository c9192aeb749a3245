// message/domain.cpp: libidn2 for what is not plain ASCII.
#include "message/domain.h"

#include <idn2.h>

#include <algorithm>
#include <memory>

#include "base/text.h"

namespace waybill::message {
namespace {

constexpr std::size_t kLongest = 1024;  // bytes; more than 255 octets in A-labels can have in UTF-8

bool is_fit(const std::string& text) { return text.size() <= kLongest && text.find('\0') == std::string::npos; }

struct Free {
  void operator()(char* text) const { idn2_free(text); }
};
using Owned = std::unique_ptr<char, Free>;

}  // namespace

bool is_host_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

std::string normalized_domain(std::string_view domain) {
  const std::string text = base::lower(domain);
  if (base::is_ascii(text) || !is_fit(text)) return text;
  char* ascii = nullptr;
  const int result = idn2_to_ascii_8z(text.c_str(), &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const Owned owner(ascii);
  // A wide "@" or comma became one that ends the domain (libidn2 2.3.3 leaves them out under the rules of STD3).
  return result == IDN2_OK && is_host_name(ascii) ? std::string(ascii) : text;
}

std::string unicode_domain(std::string_view domain) {
  const std::string text(domain);
  if (text.find("xn--") == std::string::npos || !is_fit(text)) return text;
  char* unicode = nullptr;
  const int result = idn2_to_unicode_8z8z(text.c_str(), &unicode, 0);
  const Owned owner(unicode);
  return result == IDN2_OK ? std::string(unicode) : text;
}

}  // namespace waybill::message
