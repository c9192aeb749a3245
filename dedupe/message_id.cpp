// dedupe/message_id.cpp: the queue id as a word of a field, and a digest as a Message-ID.
#include "dedupe/message_id.h"

#include <algorithm>

#include "base/text.h"
#include "dedupe/sha256.h"

namespace waybill::dedupe {
namespace {

constexpr std::size_t kTokenBytes = 16;
constexpr std::size_t kArrivalBytes = 8;
constexpr std::string_view kBegin = "<waybill.";

bool is_word_char(char c) { return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'z'); }

bool contains_word(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_char(text[at - 1])) && (end == text.size() || !is_word_char(text[end]))) return true;
  }
  return false;
}

bool has_text(const message::Message& message, std::string_view name) {
  const message::HeaderField* const field = message::find(message.headers, name);
  return field != nullptr && !base::trim(field->value).empty();
}

}  // namespace

bool is_made_by_mta(const message::Message& message, std::string_view name) {
  const message::HeaderField* const field = message::find(message.headers, name);
  return field != nullptr && contains_word(field->value, message.envelope.queue_id);
}

bool is_made_by_us(std::string_view message_id) {
  message_id = base::trim(message_id);
  if (!message_id.starts_with(kBegin)) return false;
  const std::string_view token = message_id.substr(kBegin.size(), 2 * kTokenBytes);
  const std::string_view rest = message_id.substr(kBegin.size() + token.size());
  return token.find_first_not_of("0123456789abcdef") == std::string_view::npos && token.size() == 2 * kTokenBytes &&
         rest.starts_with('@');
}

bool has_own_message_id(const message::Message& message) {
  return has_text(message, "message-id") && !is_made_by_mta(message, "message-id") &&
         !is_made_by_us(message::find(message.headers, "message-id")->value);
}

bool is_recognizable(const message::Message& message) {
  return has_own_message_id(message) || (has_text(message, "date") && !is_made_by_mta(message, "message-id"));
}

bool is_comparable(const message::Message& message) {
  const bool is_resent = std::any_of(message.headers.begin(), message.headers.end(), [](const auto& field) {
    return base::starts_with_ignore_case(field.name, "resent-");
  });
  const bool has_resent_id = has_text(message, "resent-message-id") && !is_made_by_mta(message, "resent-message-id");
  return has_own_message_id(message) && has_text(message, "date") && (!is_resent || has_resent_id);
}

std::string stamped(const message::Message& message, const std::string& id) {
  if (is_recognizable(message)) return id;
  Sha256 hash;
  hash.put("waybill arrival 1\n" + id + '\n' + message.envelope.queue_id);
  return id + '.' + base64url(std::string_view(hash.finish()).substr(0, kArrivalBytes));
}

std::string_view without_arrival(std::string_view stamped_id) { return stamped_id.substr(0, stamped_id.find('.')); }

std::string made_message_id(const message::Message& message, std::string_view id, std::string_view domain) {
  Sha256 hash;
  hash.put("waybill message-id 1\n" + stamped(message, std::string(without_arrival(id))));
  // Hexadecimal: a Message-ID may be compared without regard to case.
  const std::string token = hex(std::string_view(hash.finish()).substr(0, kTokenBytes));
  return std::string(kBegin) + token + '@' + std::string(domain) + '>';
}

}  // namespace waybill::dedupe
