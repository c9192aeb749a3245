// rules/recipient_conditions.cpp: recipients and their relation to the sender, one function each.
#include "rules/recipient_conditions.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "message/address.h"
#include "rules/observe.h"

namespace waybill::rules {
namespace {

using base::Truth;
using message::QueryKind;

constexpr std::array<std::string_view, 1> kTo = {"To"};
constexpr std::array<std::string_view, 1> kCc = {"Cc"};
constexpr std::array<std::string_view, 2> kToCc = {"To", "Cc"};

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// `test` on the primary address of somebody.
template <class Test>
Observation with_primary(std::string_view written, const Rule& rule, const Sight& sight, Test test) {
  const std::string address(written);
  if (rule.recipient_address_type == RecipientAddressType::Original || !is_ours(message::domain_of(address), sight)) {
    return test(address);
  }
  const Look person = look({QueryKind::Person, address}, sight);
  if (person.fact == nullptr) return person.otherwise;
  const auto* found = std::get_if<message::Found>(person.fact);
  if (found == nullptr || found->entry == nullptr) return test(address);
  const std::string primary = message::normalized(sight.attributes.value("Email", *found->entry));
  return test(primary.empty() ? address : primary);
}

template <class Test>
Observation with_recipient(const Rule& rule, const Sight& sight, Test test) {
  return with_primary(sight.recipient, rule, sight, [&](const std::string& address) {
    return Observation{base::truth(test(address)), shown(address)};
  });
}

Observation member_of_any(const std::string& address, const std::vector<std::string>& groups, const Sight& sight) {
  Observation any;
  for (const std::string& group : groups) add(any, is_member(address, group, sight));
  return any;
}

// `test` on the primary address of each mailbox in these header fields.
template <class Names, class Test>
Observation any_mailbox(const Names& names, const Rule& rule, const Sight& sight, Test test) {
  Observation any;
  for (const message::HeaderField& field : sight.headers) {
    const auto is_named = [&](std::string_view name) { return base::equals_ignore_case(field.name, name); };
    if (std::none_of(names.begin(), names.end(), is_named)) continue;
    for (const message::Mailbox& mailbox : message::parse_mailboxes(field.value)) {
      add(any, with_primary(message::normalized(mailbox.address), rule, sight, test));
    }
  }
  if (any.saw.empty()) any.saw = "no mailbox there";
  return any;
}

template <class Names>
Observation header_names(const Names& names, const Condition& condition, const Rule& rule, const Sight& sight) {
  return any_mailbox(names, rule, sight, [&](const std::string& address) {
    return Observation{base::truth(contains(condition.values, address)), shown(address)};
  });
}

template <class Names>
Observation header_has_member(const Names& names, const Condition& condition, const Rule& rule, const Sight& sight) {
  return any_mailbox(names, rule, sight,
                     [&](const std::string& address) { return member_of_any(address, condition.values, sight); });
}

// `test` on the entry of somebody's manager; No where there is none.
template <class Test>
Observation with_manager(const std::string& address, const Sight& sight, Test test) {
  return with_entry(address, sight, [&](const message::Entry& entry) {
    const std::string dn = sight.attributes.value("Manager", entry);
    if (dn.empty()) return Observation{Truth::No, shown(address) + " has no manager"};
    const Look manager = look({QueryKind::Entry, dn}, sight);
    if (manager.fact == nullptr) return manager.otherwise;
    const auto* found = std::get_if<message::Found>(manager.fact);
    if (found == nullptr || found->entry == nullptr) {
      return Observation{Truth::No, "the manager of " + shown(address) + " is not in the directory"};
    }
    return Observation(test(*found->entry));
  });
}

// Whether the manager of `report` is the one of that address.
Observation is_managed_by(const std::string& report, const std::string& manager, const Sight& sight) {
  return with_manager(report, sight, [&](const message::Entry& entry) {
    return with_entry(manager, sight, [&](const message::Entry& other) {
      const bool same = base::equals_ignore_case(entry.dn, other.dn);
      return Observation{base::truth(same), shown(report) + " has the manager " + shown(entry.dn)};
    });
  });
}

Observation no_directory_sender(const Sight& sight) {
  return {Truth::No, sight.inside ? "no sender address" : "not from inside"};
}

bool has_directory_sender(const Sight& sight) { return sight.inside && !sight.sender.empty(); }

Observation compare(std::string_view name, std::string_view ours, std::string_view theirs, bool wants_equal) {
  const std::string saw = std::string(name) + " " + quoted(ours) + " and " + quoted(theirs);
  const bool is_equal = base::equals_ignore_case(ours, theirs);
  if (ours.empty() && theirs.empty()) return {Truth::No, saw};
  return {base::truth(is_equal == wants_equal), saw};
}

// The one in one of `some`, the other in one of `others`.
Observation stand_in(const std::string& one, const std::vector<std::string>& some, const std::string& other,
                     const std::vector<std::string>& others, const Sight& sight) {
  Observation first = member_of_any(one, some, sight);
  if (first.truth == Truth::No) return first;
  Observation second = member_of_any(other, others, sight);
  second.truth = both(first.truth, second.truth);
  second.saw = first.saw + ", " + second.saw;
  second.missing.insert(second.missing.end(), first.missing.begin(), first.missing.end());
  return second;
}

Observation in_organization(const std::string& address, const Sight& sight) {
  if (is_ours(message::domain_of(address), sight)) return {Truth::Yes, shown(address) + ", a domain of ours"};
  const Look person = look({QueryKind::Person, address}, sight);
  if (person.fact == nullptr) return person.otherwise;
  if (std::holds_alternative<message::NotFound>(*person.fact)) {
    return {Truth::No, shown(address) + ", neither a domain of ours nor in the directory"};
  }
  return {Truth::Yes, shown(address) + ", in the directory"};
}

}  // namespace

Observation sent_to(const Condition& condition, const Rule& rule, const Sight& sight) {
  return with_recipient(rule, sight, [&](const std::string& address) { return contains(condition.values, address); });
}

Observation sent_to_member_of(const Condition& condition, const Rule&, const Sight& sight) {
  return member_of_any(std::string(sight.recipient), condition.values, sight);
}

Observation sent_to_scope(const Condition& condition, const Rule&, const Sight& sight) {
  const std::string& scope = condition.values.front();
  const std::string address(sight.recipient);
  Observation inside = in_organization(address, sight);
  if (scope == "InOrganization") return inside;
  inside.truth = negate(inside.truth);
  if (scope == "NotInOrganization" || inside.truth == Truth::No) return inside;
  const bool is_partner = contains(sight.partner_domains, message::domain_of(address));
  inside.saw += is_partner ? ", a partner's domain" : ", no partner's domain";
  inside.truth = both(inside.truth, base::truth(is_partner == (scope == "ExternalPartner")));
  return inside;
}

Observation recipient_address_has(const Condition& condition, const Rule& rule, const Sight& sight) {
  return with_primary(sight.recipient, rule, sight,
                      [&](const std::string& address) { return find_in_address(condition, address, sight); });
}

Observation recipient_attribute_has(const Condition& condition, const Rule&, const Sight& sight) {
  return with_entry(std::string(sight.recipient), sight,
                    [&](const message::Entry& entry) { return find_in_attributes(condition, entry, sight); });
}

Observation recipient_domain_is(const Condition& condition, const Rule& rule, const Sight& sight) {
  return with_recipient(
      rule, sight, [&](const std::string& address) { return contains(condition.values, message::domain_of(address)); });
}

Observation any_of_recipient_address_has(const Condition& condition, const Rule& rule, const Sight& sight) {
  Observation any;
  for (const std::string& recipient : sight.recipients) {
    add(any, with_primary(recipient, rule, sight,
                          [&](const std::string& address) { return find_in_address(condition, address, sight); }));
  }
  if (any.saw.empty()) any.saw = "no recipient";
  return any;
}

Observation any_of_to_header(const Condition& condition, const Rule& rule, const Sight& sight) {
  return header_names(kTo, condition, rule, sight);
}
Observation any_of_to_header_member_of(const Condition& condition, const Rule& rule, const Sight& sight) {
  return header_has_member(kTo, condition, rule, sight);
}
Observation any_of_cc_header(const Condition& condition, const Rule& rule, const Sight& sight) {
  return header_names(kCc, condition, rule, sight);
}
Observation any_of_cc_header_member_of(const Condition& condition, const Rule& rule, const Sight& sight) {
  return header_has_member(kCc, condition, rule, sight);
}
Observation any_of_to_cc_header(const Condition& condition, const Rule& rule, const Sight& sight) {
  return header_names(kToCc, condition, rule, sight);
}
Observation any_of_to_cc_header_member_of(const Condition& condition, const Rule& rule, const Sight& sight) {
  return header_has_member(kToCc, condition, rule, sight);
}

Observation manager_is(const Condition& condition, const Rule&, const Sight& sight) {
  const bool is_of_sender = condition.partner.front() == "Sender";
  if (is_of_sender && !has_directory_sender(sight)) return no_directory_sender(sight);
  const std::string whose = std::string(is_of_sender ? sight.sender : sight.recipient);
  return with_manager(whose, sight, [&](const message::Entry& manager) {
    const std::string address = message::normalized(sight.attributes.value("Email", manager));
    return Observation{
        base::truth(contains(condition.values, address)),
        "the manager of " + shown(whose) + " is " + (address.empty() ? "without address" : shown(address))};
  });
}

Observation sender_manages(const Condition& condition, const Rule&, const Sight& sight) {
  if (!has_directory_sender(sight)) return no_directory_sender(sight);
  const std::string sender(sight.sender);
  const std::string recipient(sight.recipient);
  return condition.values.front() == "Manager" ? is_managed_by(recipient, sender, sight)
                                               : is_managed_by(sender, recipient, sight);
}

Observation attributes_compare(const Condition& condition, const Rule&, const Sight& sight) {
  if (!has_directory_sender(sight)) return no_directory_sender(sight);
  const std::string& name = condition.values.front();
  const bool wants_equal = condition.partner.empty() || condition.partner.front() == "Equal";
  return with_entry(std::string(sight.sender), sight, [&](const message::Entry& ours) {
    return with_entry(std::string(sight.recipient), sight, [&](const message::Entry& theirs) {
      return compare(name, sight.attributes.value(name, ours), sight.attributes.value(name, theirs), wants_equal);
    });
  });
}

Observation between_members(const Condition& condition, const Rule&, const Sight& sight) {
  if (!has_directory_sender(sight)) return no_directory_sender(sight);
  const std::string sender(sight.sender);
  const std::string recipient(sight.recipient);
  Observation any;
  add(any, stand_in(sender, condition.values, recipient, condition.partner, sight));
  add(any, stand_in(sender, condition.partner, recipient, condition.values, sight));
  return any;
}

}  // namespace waybill::rules
