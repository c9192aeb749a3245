// engine/sender.cpp: from the From field to the values of tokens.
#include "engine/sender.h"

#include <algorithm>

#include "message/address.h"
#include "message/attribute_map.h"

namespace waybill::engine {
namespace {

constexpr std::string_view kManager = "Manager";

std::string_view value_of(std::string_view token, const message::Entry& entry) {
  const message::AttributeName* name = message::find_attribute(token);
  return name == nullptr ? std::string_view() : message::attribute_value(*name, entry);
}

// The entry that answers `query`; notes in `values` what is missing or could not be asked.
std::shared_ptr<const message::Entry> look_up(const message::Query& query, const message::Facts& facts,
                                              SenderValues& values) {
  const message::Fact* fact = facts.find(query);
  if (fact == nullptr) {
    values.missing.push_back(query);
  } else if (const auto* unavailable = std::get_if<message::Unavailable>(fact)) {
    values.unavailable = unavailable->reason;
  } else if (const auto* found = std::get_if<message::Found>(fact)) {
    return found->entry;
  }
  return nullptr;
}

}  // namespace

std::string sender_address(const message::HeaderList& headers) {
  const message::HeaderField* from = message::find(headers, "From");
  if (from == nullptr) return {};
  const auto mailboxes = message::parse_mailboxes(from->value);
  return mailboxes.empty() ? std::string() : message::normalized(mailboxes.front().address);
}

std::string SenderValues::operator()(std::string_view token) const {
  if (token == kManager) return manager;
  return person == nullptr ? std::string() : std::string(value_of(token, *person));
}

SenderValues sender_values(const std::string& sender, const std::vector<std::string>& tokens,
                           const message::Facts& facts) {
  SenderValues values;
  if (sender.empty() || tokens.empty()) return values;
  values.person = look_up({message::QueryKind::Person, sender}, facts, values);
  if (values.person == nullptr || std::find(tokens.begin(), tokens.end(), kManager) == tokens.end()) return values;
  const std::string dn(value_of(kManager, *values.person));
  if (dn.empty()) return values;
  const auto manager = look_up({message::QueryKind::Entry, dn}, facts, values);
  if (manager != nullptr) values.manager = value_of("DisplayName", *manager);
  return values;
}

}  // namespace waybill::engine
