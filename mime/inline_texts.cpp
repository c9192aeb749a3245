// mime/inline_texts.cpp: the texts of a message, decoded.
#include "mime/inline_texts.h"

#include <algorithm>
#include <utility>

#include "mime/charset.h"
#include "mime/codec.h"

namespace waybill::mime {
namespace {

bool is_inline_text(const Part& part) {
  const bool is_attached = part.disposition.value == "attachment" || !part.file_name().empty();
  return (part.is("text/plain") || part.is("text/html")) && part.children.empty() && !is_attached;
}

std::string decoded(const Part& part, std::string_view raw) {
  switch (part.encoding) {
    case TransferEncoding::QuotedPrintable:
      return decode_quoted_printable(raw);
    case TransferEncoding::Base64:
      return decode_base64(raw);
    default:
      return std::string(raw);
  }
}

}  // namespace

InlineTexts read_inline_texts(const PartTable& table, std::string_view body, const base::Limits& limits) {
  InlineTexts out;
  for (const Part& part : table.parts()) {
    if (!is_inline_text(part)) continue;
    std::string bytes = decoded(part, part.body.of(body));
    if (bytes.size() > limits.text_bytes || part.encoding == TransferEncoding::Unknown) out.is_whole = false;
    bytes.resize(std::min(bytes.size(), limits.text_bytes));
    auto reading = read_text(bytes, part.content_type.parameter("charset"));
    if (!reading) {
      out.is_whole = false;
    } else {
      out.texts.push_back({reading->utf8 ? std::move(*reading->utf8) : std::move(bytes), part.is("text/html")});
    }
  }
  return out;
}

}  // namespace waybill::mime
