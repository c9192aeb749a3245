// rules/conditions.cpp: the conditions that are done, one function each.
#include "rules/conditions.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "message/address.h"
#include "message/attribute_map.h"
#include "mime/charset.h"
#include "rules/word_list.h"

namespace waybill::rules {
namespace {

using base::Truth;
using message::QueryKind;

constexpr std::size_t kShown = 80;  // bytes of a value that saw and want show

std::string quoted(std::string_view text) { return '"' + base::printable(text, kShown) + '"'; }

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

// Any of several: what is Yes decides, and then nothing needs to be asked.
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

// `test` on each sender address, as text.
template <class Test>
Observation any_sender(const Rule& rule, const Sight& sight, Test test) {
  Observation any;
  for (const std::string& sender : senders(rule, sight)) {
    add(any, {base::truth(test(sender)), base::printable(sender, kShown)});
  }
  return any.saw.empty() ? no_sender() : any;
}

std::string unavailable_text(const std::string& subject, const message::Unavailable& fact) {
  return base::printable(subject, kShown) + ": directory unavailable: " + base::printable(fact.reason);
}

Observation is_member(const std::string& sender, const std::string& group, const Sight& sight) {
  const message::Query query{QueryKind::Member, sender, group};
  const message::Fact* fact = sight.facts.find(query);
  if (fact == nullptr) return {Truth::Unknown, base::printable(sender, kShown) + ": not asked", {query}};
  if (const auto* unavailable = std::get_if<message::Unavailable>(fact)) {
    return {Truth::Unknown, unavailable_text(sender, *unavailable)};
  }
  const auto* absent = std::get_if<message::NotFound>(fact);
  std::string saw = base::printable(sender, kShown) + (absent ? " is not" : " is") + " a member of " + quoted(group);
  if (absent != nullptr && !absent->note.empty()) saw += " (" + base::printable(absent->note, kShown) + ')';
  return {base::truth(absent == nullptr), saw};
}

bool is_ours(std::string_view domain, const Sight& sight) {
  return std::find(sight.domains.begin(), sight.domains.end(), domain) != sight.domains.end();
}

Observation in_organization(const std::string& sender, const Sight& sight) {
  const std::string shown = base::printable(sender, kShown);
  if (!sight.inside) return {Truth::No, shown + ", not from inside"};
  if (is_ours(message::domain_of(sender), sight)) return {Truth::Yes, shown + ", from inside, a domain of ours"};
  const message::Query query{QueryKind::Person, sender};
  const message::Fact* fact = sight.facts.find(query);
  if (fact == nullptr) return {Truth::Unknown, shown + ": not asked", {query}};
  if (const auto* unavailable = std::get_if<message::Unavailable>(fact)) {
    return {Truth::Unknown, unavailable_text(sender, *unavailable)};
  }
  if (std::holds_alternative<message::NotFound>(*fact)) {
    return {Truth::No, shown + ", from inside, but neither a domain of ours nor in the directory"};
  }
  return {Truth::Yes, shown + ", from inside, in the directory"};
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

// "Department:Sales,Marketing" against the person's Department.
Observation attribute_words(const std::string& value, const WordList& words, const message::Entry& entry) {
  const std::string name = value.substr(0, value.find(':'));
  const message::AttributeName* attribute = message::find_attribute(name);
  const std::string_view has = attribute == nullptr ? std::string_view() : message::attribute_value(*attribute, entry);
  if (has.empty()) return {Truth::No, name + " is empty"};
  return {base::truth(words.find(has).has_value()), name + " is " + quoted(has)};
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
  const message::Query query{QueryKind::Person, sight.sender};
  const message::Fact* fact = sight.facts.find(query);
  const std::string shown = base::printable(sight.sender, kShown);
  if (fact == nullptr) return {Truth::Unknown, shown + ": not asked", {query}};
  if (const auto* unavailable = std::get_if<message::Unavailable>(fact)) {
    return {Truth::Unknown, unavailable_text(sight.sender, *unavailable)};
  }
  const auto* found = std::get_if<message::Found>(fact);
  if (found == nullptr || found->entry == nullptr) return {Truth::No, shown + " is not in the directory"};
  Observation any;
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    add(any, attribute_words(condition.values[i], *condition.word_lists[i], *found->entry));
  }
  return any;
}

Observation subject_contains_words(const Condition& condition, const Rule&, const Sight& sight) {
  return words_in_header("Subject", condition, sight);
}

Observation header_contains_words(const Condition& condition, const Rule&, const Sight& sight) {
  return words_in_header(condition.header_name, condition, sight);
}

std::string wanted(const Condition& condition) {
  const std::string values = joined(condition.values);
  const std::string where = condition.header_name.empty() ? std::string() : condition.header_name + ": ";
  switch (condition.word->type) {
    case ValueType::Words:
      return where + "the word " + values;
    case ValueType::Groups:
      return "member of " + values;
    case ValueType::Domains:
      return "domain " + values;
    case ValueType::Choice:
      return condition.values.front();
    default:
      return where + values;
  }
}

}  // namespace waybill::rules
