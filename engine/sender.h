// engine/sender.h: whose attributes fill the tokens of a signature.
//
// What: the sender is the first mailbox of From; organization.signature_of may name somebody else to sign. From that
// person's entry, and her manager's for %%Manager%% and %%Manager.Name%%, come the values.
// Contract: pure. Not in the directory, or a message from outside: every value is empty (as Exchange).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/policy.h"
#include "message/attribute_map.h"
#include "message/fact.h"
#include "message/header_list.h"
#include "message/message.h"

namespace waybill::engine {

// Normalized; empty when From is missing or unreadable.
std::string sender_address(const message::HeaderList& headers);

// Who may sign, best first: the first of them whom the directory knows does. Addresses and a login name, normalized; of
// EXAMPLE\anna the name alone.
std::vector<std::string> signers(SignatureOf whose, const message::Message& message);

// `now` as the sender's clock shows it: moved by the zone of Date; UTC when that names none.
std::int64_t sender_time(const message::HeaderList& headers, std::int64_t now);

struct SenderValues {
  std::vector<message::Query> missing = {};               // ask these first
  std::optional<std::string> unavailable = std::nullopt;  // the directory could not be asked, and why
  std::string who = {};                                   // whose entry it is, or who was asked for last
  std::shared_ptr<const message::Entry> person = nullptr;
  std::shared_ptr<const message::Entry> manager = nullptr;
  const message::AttributeMap* attributes = nullptr;  // outlives this; null: every value is empty

  std::string operator()(std::string_view token) const;
};

// What is known for `tokens` of the first of `signers` whom the directory knows; where there are none, nothing is
// asked.
SenderValues sender_values(const std::vector<std::string>& signers, const std::vector<std::string>& tokens,
                           const message::AttributeMap& attributes, const message::Facts& facts);

}  // namespace waybill::engine
