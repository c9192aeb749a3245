// rules/observe.cpp: looking at facts and texts, and saying what was seen.
#include "rules/observe.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "message/address.h"
#include "rules/search.h"

namespace waybill::rules {
namespace {

using base::Truth;

constexpr std::size_t kShown = 80;  // bytes of a value that saw and want show

Observation find_in_attribute(const Condition& condition, std::size_t list, const message::Entry& entry,
                              const Sight& sight) {
  const std::string& value = condition.values[list];
  const std::string name = value.substr(0, value.find(':'));
  const std::string has = sight.attributes.value(name, entry);
  if (has.empty()) return {Truth::No, name + " is empty"};
  return find_in(condition, list, has, name + " is " + quoted(has), sight);
}

}  // namespace

std::string shown(std::string_view text) { return base::printable(text, kShown); }
std::string quoted(std::string_view text) { return '"' + shown(text) + '"'; }

Observation no_sender() { return {Truth::No, "no sender address"}; }
Observation not_from_inside() { return {Truth::No, "not from inside"}; }

std::vector<std::string> senders(const Rule& rule, const Sight& sight) {
  std::vector<std::string> out;
  const SenderAddressLocation location = rule.sender_address_location;
  if (location != SenderAddressLocation::Envelope) out.emplace_back(sight.sender);
  if (location != SenderAddressLocation::Header) out.push_back(message::normalized(sight.message.envelope.sender));
  std::erase(out, "");
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void add(Observation& any, Observation one) {
  if (any.truth == Truth::Yes) return;
  if (one.truth == Truth::Yes || any.saw.empty()) {
    one.missing.insert(one.missing.end(), any.missing.begin(), any.missing.end());
    one.truth = either(any.truth, one.truth);
    any = std::move(one);
  } else {
    any.truth = either(any.truth, one.truth);
    any.saw += "; " + one.saw;
    any.missing.insert(any.missing.end(), one.missing.begin(), one.missing.end());
  }
  if (any.truth == Truth::Yes) any.missing.clear();
}

Look look(const message::Query& query, const Sight& sight) {
  const message::Fact* fact = sight.facts.find(query);
  if (fact == nullptr) return {nullptr, {Truth::Unknown, shown(query.subject) + ": not asked", {query}}};
  if (const auto* unavailable = std::get_if<message::Unavailable>(fact)) {
    const std::string why = base::printable(unavailable->reason);
    return {nullptr, {Truth::Unknown, shown(query.subject) + ": directory unavailable: " + why}};
  }
  return {fact};
}

Observation is_member(const std::string& address, const std::string& group, const Sight& sight) {
  const Look member = look({message::QueryKind::Member, address, group}, sight);
  if (member.fact == nullptr) return member.otherwise;
  const auto* absent = std::get_if<message::NotFound>(member.fact);
  std::string saw = shown(address) + (absent ? " is not" : " is") + " a member of " + quoted(group);
  if (absent != nullptr && !absent->note.empty()) saw += " (" + shown(absent->note) + ')';
  return {base::truth(absent == nullptr), saw};
}

bool is_ours(std::string_view domain, const Sight& sight) {
  return std::find(sight.domains.begin(), sight.domains.end(), domain) != sight.domains.end();
}

Observation find_in(const Condition& condition, std::size_t list, std::string_view text, std::string saw,
                    const Sight& sight) {
  Text unkept{sight.texts == nullptr ? std::string(text) : std::string()};
  const Truth truth = search(condition, list, sight.texts == nullptr ? unkept : sight.texts->plain(text)).truth;
  return {truth, with_doubt(truth, std::move(saw))};
}

Observation find_in_address(const Condition& condition, const std::string& address, const Sight& sight) {
  Observation ascii = find_in(condition, 0, address, shown(address), sight);
  const std::string written = message::unicode_address(address);
  if (ascii.truth == Truth::Yes || written == address) return ascii;
  Observation unicode = find_in(condition, 0, written, shown(written), sight);
  return unicode.truth > ascii.truth ? unicode : ascii;
}

Observation find_in_attributes(const Condition& condition, const message::Entry& entry, const Sight& sight) {
  Observation any;
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    add(any, find_in_attribute(condition, i, entry, sight));
  }
  return any;
}

std::string with_doubt(Truth truth, std::string saw) {
  return truth == Truth::Unknown ? std::move(saw) + ": the search was given up" : std::move(saw);
}

}  // namespace waybill::rules
