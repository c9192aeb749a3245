// engine/sender.cpp: from the From field to the values of tokens.
#include "engine/sender.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "message/address.h"

namespace waybill::engine {
namespace {

constexpr std::string_view kManager = "Manager";
constexpr std::string_view kOfManager = "Manager.";

bool is_of_manager(std::string_view token) { return token == kManager || token.starts_with(kOfManager); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

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

// Of the first mailbox of a field.
std::string address_in(const message::HeaderList& headers, std::string_view name) {
  const message::HeaderField* field = message::find(headers, name);
  if (field == nullptr) return {};
  const auto mailboxes = message::parse_mailboxes(field->value);
  return mailboxes.empty() ? std::string() : message::normalized(mailboxes.front().address);
}

constexpr int kHour = 3600;

// `+0100`; 0 where no place on Earth has it.
std::int64_t numeric_offset(std::string_view zone) {
  constexpr int kFarthest = 14;  // hours
  const int hours = (zone[1] - '0') * 10 + zone[2] - '0';
  const int minutes = (zone[3] - '0') * 10 + zone[4] - '0';
  if (hours > kFarthest || minutes > 59) return 0;
  const std::int64_t offset = hours * kHour + minutes * 60;
  return zone[0] == '+' ? offset : -offset;
}

// RFC 5322, 4.3: the names that mean something. 0 for UT, GMT, and for others.
std::int64_t named_offset(std::string_view zone) {
  struct Zone {
    std::string_view name;
    int hours;
  };
  constexpr std::array<Zone, 8> kZones = {
      {{"EDT", -4}, {"EST", -5}, {"CDT", -5}, {"CST", -6}, {"MDT", -6}, {"MST", -7}, {"PDT", -7}, {"PST", -8}}};
  const auto* const found = std::find_if(
      kZones.begin(), kZones.end(), [zone](const Zone& each) { return base::equals_ignore_case(each.name, zone); });
  return found != kZones.end() ? found->hours * kHour : 0;
}

}  // namespace

std::string sender_address(const message::HeaderList& headers) { return address_in(headers, "From"); }

std::vector<std::string> signers(SignatureOf whose, const message::Message& message) {
  std::vector<std::string> out;
  const std::string_view login = message.envelope.auth_user;
  if (whose == SignatureOf::Login) out.push_back(message::normalized(login.substr(login.rfind('\\') + 1)));
  if (whose == SignatureOf::Sender) out.push_back(address_in(message.headers, "Sender"));
  out.push_back(sender_address(message.headers));
  std::erase(out, "");
  return out;
}

// RFC 5322, 3.3: the zone stands last, perhaps with a comment behind.
std::int64_t sender_time(const message::HeaderList& headers, std::int64_t now) {
  const message::HeaderField* field = message::find(headers, "Date");
  if (field == nullptr) return now;
  const std::string_view date = base::trim(std::string_view(field->value).substr(0, field->value.find('(')));
  const std::string_view zone = date.substr(date.find_last_of(" \t\r\n") + 1);  // npos + 1 is 0
  const bool is_numeric =
      zone.size() == 5 && (zone[0] == '+' || zone[0] == '-') && std::all_of(zone.begin() + 1, zone.end(), is_digit);
  return now + (is_numeric ? numeric_offset(zone) : named_offset(zone));
}

std::string SenderValues::operator()(std::string_view token) const {
  const message::Entry* whose = is_of_manager(token) ? manager.get() : person.get();
  if (whose == nullptr || attributes == nullptr) return {};
  if (token == kManager) return attributes->value("DisplayName", *whose);
  return attributes->value(is_of_manager(token) ? token.substr(kOfManager.size()) : token, *whose);
}

SenderValues sender_values(const std::vector<std::string>& signers, const std::vector<std::string>& tokens,
                           const message::AttributeMap& attributes, const message::Facts& facts) {
  SenderValues values;
  values.attributes = &attributes;
  if (tokens.empty()) return values;
  for (const std::string& signer : signers) {
    values.who = signer;
    values.person = look_up({message::QueryKind::Person, signer}, facts, values);
    if (values.person != nullptr || !values.missing.empty() || values.unavailable) break;
  }
  if (std::none_of(tokens.begin(), tokens.end(), is_of_manager)) return values;
  const std::string dn = values.person == nullptr ? std::string() : attributes.value(kManager, *values.person);
  if (!dn.empty()) values.manager = look_up({message::QueryKind::Entry, dn}, facts, values);
  return values;
}

}  // namespace waybill::engine
