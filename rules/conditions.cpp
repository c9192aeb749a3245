// rules/conditions.cpp: the conditions that are done, one function each.
#include "rules/conditions.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "message/address.h"
#include "mime/charset.h"
#include "rules/observe.h"
#include "rules/word_list.h"

namespace waybill::rules {
namespace {

using base::Truth;
using message::QueryKind;

Observation no_sender() { return {Truth::No, "no sender address"}; }
Observation not_from_inside() { return {Truth::No, "not from inside"}; }

std::vector<std::string> senders(const Rule& rule, const Sight& sight) {
  std::vector<std::string> out;
  const SenderAddressLocation location = rule.sender_address_location;
  if (location != SenderAddressLocation::Envelope) out.push_back(sight.sender);
  if (location != SenderAddressLocation::Header) out.push_back(message::normalized(sight.message.envelope.sender));
  std::erase(out, "");
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// `test` on each sender address, as text.
template <class Test>
Observation any_sender(const Rule& rule, const Sight& sight, Test test) {
  Observation any;
  for (const std::string& sender : senders(rule, sight)) {
    add(any, {base::truth(test(sender)), shown(sender)});
  }
  return any.saw.empty() ? no_sender() : any;
}

Observation in_organization(const std::string& sender, const Sight& sight) {
  if (!sight.inside) return {Truth::No, shown(sender) + ", not from inside"};
  if (is_ours(message::domain_of(sender), sight))
    return {Truth::Yes, shown(sender) + ", from inside, a domain of ours"};
  const Look person = look({QueryKind::Person, sender}, sight);
  if (person.fact == nullptr) return person.otherwise;
  if (std::holds_alternative<message::NotFound>(*person.fact)) {
    return {Truth::No, shown(sender) + ", from inside, but neither a domain of ours nor in the directory"};
  }
  return {Truth::Yes, shown(sender) + ", from inside, in the directory"};
}

std::string decoded(const message::HeaderField& field) { return mime::decode_words(message::unfold(field.value)); }

Observation words_in_header(std::string_view name, const Condition& condition, const Sight& sight) {
  std::string saw = "no " + std::string(name);
  bool first = true;
  for (const message::HeaderField& field : sight.headers) {
    if (!base::equals_ignore_case(field.name, name)) continue;
    const std::string text = decoded(field);
    if (condition.word_lists.front()->find(text)) return {Truth::Yes, quoted(text)};
    if (std::exchange(first, false)) saw = quoted(text);
  }
  return {Truth::No, saw};
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : " or ") + quoted(value);
  return out;
}

}  // namespace

Observation from(const Condition& condition, const Rule& rule, const Sight& sight) {
  return any_sender(rule, sight, [&](const std::string& sender) {
    return std::find(condition.values.begin(), condition.values.end(), sender) != condition.values.end();
  });
}

Observation from_member_of(const Condition& condition, const Rule& rule, const Sight& sight) {
  if (!sight.inside) return not_from_inside();
  Observation any;
  for (const std::string& sender : senders(rule, sight)) {
    for (const std::string& group : condition.values) add(any, is_member(sender, group, sight));
  }
  return any.saw.empty() ? no_sender() : any;
}

Observation from_scope(const Condition& condition, const Rule& rule, const Sight& sight) {
  Observation any;
  for (const std::string& sender : senders(rule, sight)) add(any, in_organization(sender, sight));
  if (any.saw.empty()) any = no_sender();
  if (condition.values.front() == "NotInOrganization") any.truth = negate(any.truth);
  return any;
}

Observation from_address_contains_words(const Condition& condition, const Rule& rule, const Sight& sight) {
  return any_sender(rule, sight,
                    [&](const std::string& sender) { return condition.word_lists.front()->find(sender).has_value(); });
}

Observation sender_domain_is(const Condition& condition, const Rule& rule, const Sight& sight) {
  return any_sender(rule, sight, [&](const std::string& sender) {
    const std::string_view domain = message::domain_of(sender);
    return std::find(condition.values.begin(), condition.values.end(), domain) != condition.values.end();
  });
}

Observation sender_attribute_contains_words(const Condition& condition, const Rule&, const Sight& sight) {
  if (!sight.inside) return not_from_inside();
  if (sight.sender.empty()) return no_sender();
  return with_entry(sight.sender, sight,
                    [&](const message::Entry& entry) { return any_attribute_word(condition, entry); });
}

Observation subject_contains_words(const Condition& condition, const Rule&, const Sight& sight) {
  return words_in_header("Subject", condition, sight);
}

Observation header_contains_words(const Condition& condition, const Rule&, const Sight& sight) {
  return words_in_header(condition.partner.front(), condition, sight);
}

std::string wanted(const Condition& condition) {
  const std::string values = joined(condition.values);
  const std::string pair = condition.partner.empty() ? std::string() : condition.partner.front() + ": ";
  switch (condition.word->type) {
    case ValueType::Words:
      return pair + "the word " + values;
    case ValueType::Groups:
      return "member of " + values + (pair.empty() ? "" : ", the other of " + joined(condition.partner));
    case ValueType::Domains:
      return "domain " + values;
    case ValueType::Size:
      return condition.values.front() + " or more";
    case ValueType::Boolean:
    case ValueType::Choice:
      return condition.values.front();
    default:
      return pair + values;
  }
}

}  // namespace waybill::rules
