// cli/lookup.cpp: the directory's view of one person: entry, tokens, groups.
#include "cli/lookup.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <set>

#include "base/text.h"
#include "cli/offline.h"
#include "engine/sender.h"
#include "message/address.h"
#include "message/attribute_map.h"
#include "rules/words.h"

namespace waybill::cli {
namespace {

double to_milliseconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

// A line an event, on standard error, with the time since the beginning.
class PrintedTrace : public ldap::Trace {
 public:
  void note(const ldap::TraceEvent& event) noexcept override {
    const std::lock_guard lock(mutex_);
    std::fprintf(stderr, "%9.2f ms  %s: %s: %s", to_milliseconds(Clock::now() - start_), event.where.c_str(),
                 event.what.c_str(), event.outcome.c_str());
    if (event.took.count() != 0) std::fprintf(stderr, " (%.2f ms)", to_milliseconds(event.took));
    std::fputc('\n', stderr);
  }

 private:
  using Clock = std::chrono::steady_clock;

  std::mutex mutex_;
  const Clock::time_point start_ = Clock::now();
};

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

std::string to_text(const message::Fact& fact) {
  if (const auto* unavailable = std::get_if<message::Unavailable>(&fact)) return "unavailable: " + unavailable->reason;
  const auto* absent = std::get_if<message::NotFound>(&fact);
  if (absent == nullptr) return "found";
  return absent->note.empty() ? "not found" : "not found: " + absent->note;
}

// A DN as it stands; control characters, and what is no UTF-8, as a DN may have them, \HH (RFC 4514, 2.4).
std::string printable_dn(std::string_view dn) {
  std::string out;
  for (std::size_t at = 0; at < dn.size();) {
    const std::size_t begin = at;
    const char32_t point = base::next_code_point(dn, at);
    const bool is_control = point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0xFFFD;
    const std::string_view bytes = dn.substr(begin, at - begin);
    if (!is_control) out += bytes;
    for (const char byte : is_control ? bytes : "") out += fmt::format("\\{:02X}", static_cast<unsigned char>(byte));
  }
  return out;
}

class Lookup {
 public:
  Lookup(const Offline& offline, std::string address, std::shared_ptr<ldap::Trace> trace)
      : offline_(offline), address_(std::move(address)), trace_(std::move(trace)) {}

  int run() {
    const message::Fact person = ask({message::QueryKind::Person, address_});
    if (const auto* unavailable = std::get_if<message::Unavailable>(&person)) return fail(2, unavailable->reason);
    const auto* found = std::get_if<message::Found>(&person);
    if (found == nullptr) return fail(1, "not in the directory");
    fmt::print("entry {}\n", printable_dn(found->entry->dn));
    print_tokens();
    const int code = print_groups();
    print_named_groups();
    return code;
  }

 private:
  message::Fact ask(const message::Query& query) {
    const auto start = std::chrono::steady_clock::now();
    message::Fact fact = offline_.directory->ask({query}, start + offline_.timeout).front();
    const auto took = std::chrono::steady_clock::now() - start;
    if (trace_ != nullptr) trace_->note({"answer", to_string(query), to_text(fact), took});
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
    engine::SenderValues values = engine::sender_values({address_}, tokens, offline_.policy->attributes, facts_);
    for (const message::Query& query : values.missing) ask(query);
    values = engine::sender_values({address_}, tokens, offline_.policy->attributes, facts_);
    for (const std::string& token : tokens) {
      const std::string value = values(token);
      if (!value.empty()) fmt::print("  %%{}%% = {}\n", token, base::printable(value));
    }
  }

  int print_groups() {
    const message::Fact groups = ask({message::QueryKind::Groups, address_});
    if (const auto* unavailable = std::get_if<message::Unavailable>(&groups)) {
      return fail(2, "the groups cannot be listed: " + unavailable->reason);
    }
    const auto* found = std::get_if<message::Found>(&groups);
    if (found == nullptr || found->entry == nullptr) return 0;
    const auto dns = found->entry->attributes.find("memberOf");
    if (dns == found->entry->attributes.end()) return 0;
    for (const std::string& dn : dns->second) fmt::print("group {}\n", printable_dn(dn));
    return 0;
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
  std::shared_ptr<ldap::Trace> trace_;
  message::Facts facts_;
};

}  // namespace

int run_lookup(const std::string& config, const std::string& address, bool trace) {
  OfflineOptions options;
  options.config = config;
  if (trace) options.trace = std::make_shared<PrintedTrace>();
  const auto offline = set_up(options);
  if (!offline) return 1;
  return Lookup(*offline, message::normalized(message::strip_brackets(address)), options.trace).run();
}

}  // namespace waybill::cli
