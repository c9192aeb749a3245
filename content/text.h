// content/text.h: the text of a file that is text.
//
// What: plain text, HTML (its visible text), source code, tables, XML as it is written.
// Not here: text inside of Office, PDF and RTF files: those are not text here.
// Contract: pure; linear. Without a charset that is known: by its byte order mark, else UTF-8 when it is valid, else
// windows-1252.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::content {

// No control characters but those of lines, tabs, pages and terminals in the first 64 KiB; nothing is text too.
bool looks_like_text(std::string_view bytes);

struct TextSource {
  std::string_view bytes;
  std::string_view charset = {};  // that a MIME part of type text/* declares
  bool is_html = false;
};

// In UTF-8, of the first `most` bytes. None: it is no text.
std::optional<std::string> text_of(const TextSource& source, std::size_t most);

}  // namespace waybill::content
