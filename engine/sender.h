// engine/sender.h: whose attributes fill the tokens of a signature.
//
// What: the sender is the first mailbox of From. From her entry, and her manager's for %%Manager%% and
// %%Manager.Name%%, come the values.
// Contract: pure. Not in the directory, or a message from outside: every value is empty (as Exchange).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/attribute_map.h"
#include "message/fact.h"
#include "message/header_list.h"

namespace waybill::engine {

// Normalized; empty when From is missing or unreadable.
std::string sender_address(const message::HeaderList& headers);

// `now` as the sender's clock shows it: moved by the zone of Date; UTC when that names none.
std::int64_t sender_time(const message::HeaderList& headers, std::int64_t now);

struct SenderValues {
  std::vector<message::Query> missing = {};               // ask these first
  std::optional<std::string> unavailable = std::nullopt;  // the directory could not be asked, and why
  std::shared_ptr<const message::Entry> person = nullptr;
  std::shared_ptr<const message::Entry> manager = nullptr;
  const message::AttributeMap* attributes = nullptr;  // outlives this; null: every value is empty

  std::string operator()(std::string_view token) const;
};

// What is known for `tokens`; `sender` empty asks nothing.
SenderValues sender_values(const std::string& sender, const std::vector<std::string>& tokens,
                           const message::AttributeMap& attributes, const message::Facts& facts);

}  // namespace waybill::engine
