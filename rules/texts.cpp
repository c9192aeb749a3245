// rules/texts.cpp: texts are made when they are first asked for.
#include "rules/texts.h"

#include <algorithm>

#include "message/header_list.h"
#include "mime/charset.h"
#include "rules/observe.h"
#include "rules/scan.h"
#include "rules/word_text.h"

namespace waybill::rules {

std::string decoded_field(std::string_view value) { return mime::decode_words(message::unfold(value)); }

const std::string& Text::shown() {
  if (shown_.empty()) shown_ = quoted(utf8_);
  return shown_;
}

const std::string& Text::folded() {
  if (!folded_) folded_ = word_text(utf8_);
  return *folded_;
}

const std::vector<Hit>& Text::found_by(const Scan& scan) {
  const auto found = std::find_if(found_.begin(), found_.end(), [&](const auto& one) { return one.first == &scan; });
  if (found != found_.end()) return found->second;
  return found_.emplace_back(&scan, scan.run(*this)).second;
}

BodyTexts& Texts::body() {
  if (read_body_) body_ = std::exchange(read_body_, nullptr)();
  return body_;
}

Text& Texts::field(std::string_view value) {
  const auto found = fields_.find(value);
  if (found != fields_.end()) return found->second;
  return fields_.emplace(value, decoded_field(value)).first->second;
}

Text& Texts::plain(std::string_view text) {
  const auto found = plains_.find(text);
  if (found != plains_.end()) return found->second;
  return plains_.emplace(text, std::string(text)).first->second;
}

}  // namespace waybill::rules
