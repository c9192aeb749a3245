// cli/lookup.cpp: the directory's view of one person: entry, tokens, groups.
#include "cli/lookup.h"

#include <fmt/format.h>

#include <chrono>
#include <set>

#include "base/text.h"
#include "cli/offline.h"
#include "engine/sender.h"
#include "message/address.h"
#include "message/attribute_map.h"
#include "rules/words.h"

namespace waybill::cli {
namespace {

// What the rules name in FromMemberOf and its like, each once.
std::set<std::string> groups_of_rules(const rules::Ruleset& rules) {
  std::set<std::string> out;
  for (const rules::Rule& rule : rules) {
    for (const auto* list : {&rule.conditions, &rule.exceptions}) {
      for (const rules::Condition& condition : *list) {
        if (condition.word->type == rules::ValueType::Groups)
          out.insert(condition.values.begin(), condition.values.end());
      }
    }
  }
  return out;
}

class Lookup {
 public:
  Lookup(const Offline& offline, std::string address) : offline_(offline), address_(std::move(address)) {}

  int run() {
    const message::Fact person = ask({message::QueryKind::Person, address_});
    if (const auto* unavailable = std::get_if<message::Unavailable>(&person)) return fail(2, unavailable->reason);
    const auto* found = std::get_if<message::Found>(&person);
    if (found == nullptr) return fail(1, "not in the directory");
    fmt::print("entry {}\n", found->entry->dn);
    print_tokens();
    print_groups();
    print_named_groups();
    return 0;
  }

 private:
  message::Fact ask(const message::Query& query) {
    message::Fact fact = offline_.directory->ask({query}, std::chrono::steady_clock::now() + offline_.timeout).front();
    facts_.add(query, fact);
    return fact;
  }

  int fail(int code, const std::string& why) const {
    fmt::print(stderr, "waybill: {}: {}\n", base::printable(address_), why);
    return code;
  }

  void print_tokens() {
    std::vector<std::string> tokens;
    for (const message::AttributeName& name : message::attribute_names()) tokens.emplace_back(name.name);
    engine::SenderValues values = engine::sender_values(address_, tokens, offline_.policy->attributes, facts_);
    for (const message::Query& query : values.missing) ask(query);
    values = engine::sender_values(address_, tokens, offline_.policy->attributes, facts_);
    for (const std::string& token : tokens) {
      const std::string value = values(token);
      if (!value.empty()) fmt::print("  %%{}%% = {}\n", token, base::printable(value));
    }
  }

  void print_groups() {
    const message::Fact groups = ask({message::QueryKind::Groups, address_});
    const auto* found = std::get_if<message::Found>(&groups);
    if (found == nullptr || found->entry == nullptr) return;
    const auto dns = found->entry->attributes.find("memberOf");
    if (dns == found->entry->attributes.end()) return;
    for (const std::string& dn : dns->second) fmt::print("group {}\n", dn);
  }

  void print_named_groups() {
    for (const std::string& group : groups_of_rules(offline_.policy->rules)) {
      const message::Fact fact = ask({message::QueryKind::Member, address_, group});
      std::string answer = "member";
      if (const auto* no = std::get_if<message::NotFound>(&fact)) {
        answer = no->note.empty() ? "not a member" : "not a member: " + no->note;
      }
      if (const auto* unknown = std::get_if<message::Unavailable>(&fact)) answer = "unavailable: " + unknown->reason;
      fmt::print("named in rules: \"{}\": {}\n", base::printable(group), answer);
    }
  }

  const Offline& offline_;
  std::string address_;
  message::Facts facts_;
};

}  // namespace

int run_lookup(const std::string& config, const std::string& address) {
  OfflineOptions options;
  options.config = config;
  const auto offline = set_up(options);
  if (!offline) return 1;
  return Lookup(*offline, message::normalized(message::strip_brackets(address))).run();
}

}  // namespace waybill::cli
