// mime/charset.h: character sets over iconv, with the aliases that mail uses (RFC 2978).
//
// Contract: a Charset is found by its MIME name, in any case. Converters are cached per thread. Bytes
// that the charset does not know make a conversion fail; nothing is replaced silently.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace waybill::mime {

// The name iconv knows it by ("ks_c_5601-1987" -> "CP949"); empty: unknown charset.
std::string_view iconv_name(std::string_view mime_name);

// True when '<', '>', '&', letters and line breaks stand for themselves wherever their bytes occur
// (US-ASCII, ISO-8859, windows, UTF-8, KOI8, EUC; Shift_JIS, GBK and Big5 as far as markup goes);
// false for ISO-2022, UTF-7, UTF-16, UTF-32, HZ.
bool is_ascii_superset(std::string_view mime_name);

base::Result<std::string> to_utf8(std::string_view bytes, std::string_view mime_name);
base::Result<std::string> from_utf8(std::string_view utf8, std::string_view mime_name);

// RFC 2047 words of a header value, as UTF-8; words that cannot be decoded stay as they are.
std::string decode_words(std::string_view value);

}  // namespace waybill::mime
