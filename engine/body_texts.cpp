// engine/body_texts.cpp: inline texts as plain text.
#include "engine/body_texts.h"

#include <utility>

#include "base/text.h"
#include "mime/inline_texts.h"
#include "signature/plain_text.h"

namespace waybill::engine {
namespace {

std::string searched(mime::InlineText text) {
  if (text.is_html) return signature::visible_text(text.utf8);
  std::erase(text.utf8, '\r');
  while (!text.utf8.empty() && base::is_space(text.utf8.back())) text.utf8.pop_back();
  return std::move(text.utf8);
}

}  // namespace

rules::BodyTexts read_body_texts(const Prepared& prepared, const base::Limits& limits) {
  rules::BodyTexts out;
  if (!prepared.table) {
    out.is_whole = false;
    return out;
  }
  mime::InlineTexts read = mime::read_inline_texts(*prepared.table, prepared.message.body, limits);
  for (mime::InlineText& text : read.texts) out.texts.emplace_back(searched(std::move(text)));
  out.is_whole = read.is_whole;
  return out;
}

}  // namespace waybill::engine
