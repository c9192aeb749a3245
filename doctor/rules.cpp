// doctor/rules.cpp: rules of a policy, one by one.
#include "doctor/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "message/address.h"
#include "message/attribute_map.h"
#include "mta/program.h"
#include "rules/words.h"

namespace waybill::doctor {
namespace {

using Names = std::map<std::string, const rules::Rule*>;

constexpr std::string_view kOfManager = "Manager.";
constexpr const char* kNobody = "nobody@doctor.invalid";  // RFC 6761: never anybody's address

bool compares_primary(const rules::Word& word) {
  return word.type == rules::ValueType::Addresses &&
         (word.looks == rules::Looks::Recipient || word.looks == rules::Looks::Message);
}

void take(const rules::Rule& rule, const rules::Condition& condition, Named& out) {
  for (const std::string& value : condition.values) {
    if (condition.word->type == rules::ValueType::Groups) out.groups.emplace(value, &rule);
    if (compares_primary(*condition.word) && rule.recipient_address_type == rules::RecipientAddressType::Resolved) {
      out.addresses.emplace(value, &rule);
    }
  }
}

std::string quoted(std::string_view text) { return '"' + base::printable(text) + '"'; }

std::string edit(const rules::Rule& rule) {
  return mta::shell_form({"editor", "+" + std::to_string(rule.place.line), rule.place.file}) +
         "\nsystemctl reload waybill";
}

Finding unknown(Check check, const std::string& why) {
  return {check, Severity::Unknown, "the directory could not be asked: " + why,
          "What rules name was not compared with it"};
}

// One for all that could not be asked, one for each that is missing, or one that all is fine.
template <class Judge>
Findings judge_all(Check check, const Names& names, const std::vector<message::Fact>& answers, const std::string& fine,
                   Judge judge) {
  Findings out;
  std::optional<Finding> unasked;
  auto answer = answers.begin();
  for (const auto& [name, rule] : names) {
    if (const auto* unavailable = std::get_if<message::Unavailable>(&*answer)) {
      unasked = unknown(check, unavailable->reason);
    } else if (auto finding = judge(name, *rule, *answer)) {
      out.push_back(std::move(*finding));
    }
    ++answer;
  }
  if (unasked) out.push_back(std::move(*unasked));
  if (out.empty()) out.push_back({check, Severity::Ok, fmt::format("{}: {}", fine, names.size())});
  return out;
}

}  // namespace

Named named_in(const engine::Policy& policy) {
  Named out;
  out.attributes = policy.attributes;
  for (std::size_t i = 0; i < policy.rules.size(); ++i) {
    const rules::Rule& rule = policy.rules[i];
    if (!rule.enabled) continue;
    for (const rules::Condition& condition : rule.conditions) take(rule, condition, out);
    for (const rules::Condition& condition : rule.exceptions) take(rule, condition, out);
    if (!policy.signatures[i]) continue;
    for (const std::string& token : policy.signatures[i]->tokens()) out.tokens.emplace(token, &rule);
  }
  return out;
}

std::vector<message::Query> group_questions(const Named& named) {
  std::vector<message::Query> out;
  for (const auto& [group, rule] : named.groups) out.push_back({message::QueryKind::Member, kNobody, group});
  return out;
}

std::vector<message::Query> address_questions(const Named& named) {
  std::vector<message::Query> out;
  for (const auto& [address, rule] : named.addresses) out.push_back({message::QueryKind::Person, address});
  return out;
}

std::vector<std::string_view> attributes_of(std::string_view token, const Named& named) {
  if (token.starts_with(kOfManager)) token.remove_prefix(kOfManager.size());
  const message::AttributeName* name = message::find_attribute(token);
  std::vector<std::string_view> out;
  if (name == nullptr) return out;
  for (const message::AttributeSource& source : named.attributes.sources(*name)) out.push_back(source.attribute);
  return out;
}

Findings check_groups(const Named& named, const std::vector<message::Fact>& answers) {
  const auto judge = [](const std::string& group, const rules::Rule& rule, const message::Fact& answer) {
    const auto* no = std::get_if<message::NotFound>(&answer);
    if (no == nullptr || no->note != message::kNoSuchGroup) return std::optional<Finding>();
    return std::optional<Finding>(
        {Check::RuleGroups, Severity::Error,
         fmt::format("the rule {} names the group {}, which the directory does not have", quoted(rule.name),
                     quoted(group)),
         "Nobody is a member of it, for this login at least: conditions and exceptions on it never hold", edit(rule)});
  };
  return judge_all(Check::RuleGroups, named.groups, answers, "groups that rules name exist", judge);
}

Findings check_members(const Named& named, const base::Result<std::vector<bool>>& hidden) {
  if (!hidden) return {unknown(Check::RuleGroups, hidden.error().text)};
  Findings out;
  auto hides = hidden->begin();
  for (const auto& [group, rule] : named.groups) {
    if (!*hides++) continue;
    out.push_back({Check::RuleGroups, Severity::Warning,
                   fmt::format("the rule {} names the group {}, which shows no member, though its class says that it "
                               "has one",
                               quoted(rule->name), quoted(group)),
                   "Nobody is found to be in it: the login may lack the right to read member and uniqueMember",
                   "# in the access rules of the directory: let the login read these attributes"});
  }
  return out;
}

Findings check_addresses(const Named& named, const std::vector<message::Fact>& answers) {
  const auto judge = [&](const std::string& address, const rules::Rule& rule, const message::Fact& answer) {
    const auto* found = std::get_if<message::Found>(&answer);
    if (found == nullptr || found->entry == nullptr) return std::optional<Finding>();
    const std::string mail = named.attributes.value("Email", *found->entry);
    if (mail.empty() || message::normalized(mail) == address) return std::optional<Finding>();
    return std::optional<Finding>({Check::RuleAddresses, Severity::Warning,
                                   fmt::format("the rule {} names {}, whose primary address is {}", quoted(rule.name),
                                               quoted(address), quoted(mail)),
                                   "As in Exchange, recipients are compared by their primary address: this one is "
                                   "nobody's",
                                   edit(rule)});
  };
  return judge_all(Check::RuleAddresses, named.addresses, answers, "recipients that rules name are primary addresses",
                   judge);
}

Findings check_tokens(const Named& named, const base::Result<std::map<std::string_view, bool>>& present) {
  if (!present) return {unknown(Check::RuleTokens, present.error().text)};
  Findings out;
  for (const auto& [token, rule] : named.tokens) {
    const std::vector<std::string_view> attributes = attributes_of(token, named);
    const auto has = [&](std::string_view attribute) {
      const auto found = present->find(attribute);
      return found != present->end() && found->second;
    };
    if (attributes.empty() || std::any_of(attributes.begin(), attributes.end(), has)) continue;
    out.push_back({Check::RuleTokens, Severity::Warning,
                   fmt::format("nobody in the directory has a value for %%{}%% ({}) of the rule {}", token,
                               fmt::join(attributes, ", "), quoted(rule->name)),
                   "The token is empty in every mail; the login may lack the right to read the attribute",
                   edit(*rule)});
  }
  if (out.empty()) {
    out.push_back({Check::RuleTokens, Severity::Ok, fmt::format("tokens that somebody has: {}", named.tokens.size())});
  }
  return out;
}

}  // namespace waybill::doctor
