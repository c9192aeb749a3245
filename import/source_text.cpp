// import/source_text.cpp: which encoding a file has.
#include "import/source_text.h"

#include "base/text.h"
#include "mime/charset.h"

namespace waybill::import {

base::Result<std::string> source_text(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("\xFF\xFE")) return mime::to_utf8(bytes.substr(2), "utf-16le");
  if (bytes.starts_with("\xFE\xFF")) return mime::to_utf8(bytes.substr(2), "utf-16be");
  if (bytes.size() > 1 && bytes[0] != '\0' && bytes[1] == '\0') return mime::to_utf8(bytes, "utf-16le");
  if (bytes.size() > 1 && bytes[0] == '\0' && bytes[1] != '\0') return mime::to_utf8(bytes, "utf-16be");
  if (base::is_valid_utf8(bytes)) return std::string(bytes);
  return mime::to_utf8(bytes, "windows-1252");
}

}  // namespace waybill::import
