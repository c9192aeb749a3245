// rules/conditions.cpp: the conditions that are done, one function each.
#include "rules/conditions.h"

#include <algorithm>
#include <utility>

#include "message/address.h"
#include "rules/observe.h"

namespace waybill::rules {
namespace {

using base::Truth;
using message::QueryKind;

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

Observation sender_domain_is(const Condition& condition, const Rule& rule, const Sight& sight) {
  return any_sender(rule, sight, [&](const std::string& sender) {
    const std::string_view domain = message::domain_of(sender);
    return std::find(condition.values.begin(), condition.values.end(), domain) != condition.values.end();
  });
}

std::string wanted(const Condition& condition) {
  const std::string values = joined(condition.values);
  const std::string pair = condition.partner.empty() ? std::string() : condition.partner.front() + ": ";
  switch (condition.word->type) {
    case ValueType::Words:
      return pair + "the word " + values;
    case ValueType::Patterns:
      return pair + "a match of " + values;
    case ValueType::Charsets:
      return "charset " + values;
    case ValueType::Size:
      return condition.values.front() + " bytes or more";
    case ValueType::SpamLevel:
      return condition.values.front() + " or more";
    case ValueType::Groups:
      return "member of " + values + (pair.empty() ? "" : ", the other of " + joined(condition.partner));
    case ValueType::Domains:
      return "domain " + values;
    case ValueType::Boolean:
    case ValueType::Choice:
      return condition.values.front();
    default:
      return pair + values;
  }
}

}  // namespace waybill::rules
