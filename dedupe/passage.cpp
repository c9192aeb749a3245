// dedupe/passage.cpp: the way of a message, as a digest.
#include "dedupe/passage.h"

#include "dedupe/message_id.h"
#include "dedupe/sha256.h"
#include "message/address.h"

namespace waybill::dedupe {
namespace {

constexpr std::size_t kWayBytes = 16;

std::string value_of(const message::Message& message, std::string_view name) {
  const message::HeaderField* const field = message::find(message.headers, name);
  return field == nullptr ? std::string() : message::unfold(field->value);
}

}  // namespace

Passage passage(const message::Message& message, std::string_view id) {
  Sha256 hash;
  hash.put("waybill way 1\n" + message::normalized(message.envelope.sender) + '\n' + value_of(message, "List-Id"));
  return {std::string(without_arrival(id)), base64url(std::string_view(hash.finish()).substr(0, kWayBytes)),
          !has_own_message_id(message)};
}

}  // namespace waybill::dedupe
