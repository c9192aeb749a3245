// message/domain.cpp: libidn2 for what is not plain ASCII.
#include "message/domain.h"

#include <idn2.h>

#include <memory>

#include "base/text.h"

namespace waybill::message {
namespace {

constexpr std::size_t kLongest = 1024;  // bytes; more than 255 octets in A-labels can have in UTF-8

struct Free {
  void operator()(char* text) const { idn2_free(text); }
};
using Owned = std::unique_ptr<char, Free>;

}  // namespace

std::string normalized_domain(std::string_view domain) {
  const std::string text = base::lower(domain);
  if (base::is_ascii(text) || text.size() > kLongest || text.find('\0') != std::string::npos) return text;
  char* ascii = nullptr;
  const int result = idn2_to_ascii_8z(text.c_str(), &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const Owned owner(ascii);
  return result == IDN2_OK ? std::string(ascii) : text;
}

std::string unicode_domain(std::string_view domain) {
  const std::string text(domain);
  if (text.find("xn--") == std::string::npos || text.size() > kLongest) return text;
  char* unicode = nullptr;
  const int result = idn2_to_unicode_8z8z(text.c_str(), &unicode, 0);
  const Owned owner(unicode);
  return result == IDN2_OK ? std::string(unicode) : text;
}

}  // namespace waybill::message
