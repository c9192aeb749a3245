// dedupe/message_id.cpp: the queue id as a word of a field, and a digest as a Message-ID.
#include "dedupe/message_id.h"

#include "base/text.h"
#include "dedupe/sha256.h"

namespace waybill::dedupe {
namespace {

constexpr std::size_t kTokenBytes = 16;

bool is_word_char(char c) { return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'z'); }

bool contains_word(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_char(text[at - 1])) && (end == text.size() || !is_word_char(text[end]))) return true;
  }
  return false;
}

}  // namespace

bool is_made_by_mta(const message::Message& message, std::string_view name) {
  const message::HeaderField* const field = message::find(message.headers, name);
  return field != nullptr && contains_word(field->value, message.envelope.queue_id);
}

bool has_own_message_id(const message::Message& message) {
  const message::HeaderField* const field = message::find(message.headers, "message-id");
  return field != nullptr && !base::trim(field->value).empty() && !is_made_by_mta(message, "message-id");
}

std::string made_message_id(const message::Message& message, std::string_view id, std::string_view domain) {
  const bool has_date = message::find(message.headers, "date") != nullptr;
  Sha256 hash;
  hash.put("waybill message-id 1\n");
  hash.put(id);
  if (!has_date) hash.put('\n' + message.envelope.queue_id);
  // Hexadecimal: a Message-ID may be compared without regard to case.
  const std::string token = hex(std::string_view(hash.finish()).substr(0, kTokenBytes));
  return "<waybill." + token + '@' + std::string(domain) + '>';
}

}  // namespace waybill::dedupe
