// engine/process.cpp: the way of a message through the policy, step by step.
#include "engine/process.h"

#include <algorithm>
#include <list>
#include <utility>

#include "base/text.h"
#include "dedupe/dedupe_id.h"
#include "dedupe/message_id.h"
#include "engine/admit.h"
#include "engine/body_texts.h"
#include "engine/branch.h"
#include "engine/copies.h"
#include "engine/copy_mark.h"
#include "engine/once.h"
#include "engine/sender.h"
#include "engine/traces.h"
#include "message/address.h"
#include "rules/evaluate.h"

namespace waybill::engine {
namespace {

using base::Truth;

constexpr std::string_view kManagerAddress = "Manager.Email";

bool holds(const std::vector<bool>& flags) { return std::find(flags.begin(), flags.end(), true) != flags.end(); }
bool is_whole(const std::vector<bool>& flags) { return std::find(flags.begin(), flags.end(), false) == flags.end(); }

// A directory may hold anything: what is not one address, and nothing else, becomes neither a recipient nor a header.
std::string only_address(const std::string& value) {
  const auto mailboxes = message::parse_mailboxes(value);
  const bool is_one = mailboxes.size() == 1 && mailboxes.front().address == base::trim(value);
  return is_one ? message::normalized(mailboxes.front().address) : std::string();
}

bool ends_delivery(const rules::Actions& actions) { return actions.reject || actions.delete_message; }

// One message under one policy. After run(), missing_ holds what must be asked before the rest counts.
class Run {
 public:
  Run(const Policy& policy, const Prepared& prepared, const message::Facts& facts, std::int64_t now, Audience audience)
      : facts_(facts),
        scene_{policy, prepared, now, is_inside(prepared.message.envelope, policy.organization),
               sender_address(prepared.message.headers)},
        audience_(audience),
        traces_(audience.telling) {
    branches_.emplace_back(scene_);
  }

  Step run() {
    const Prepared& prepared = scene_.prepared;
    const std::string& key = scene_.policy.copy_key;
    if (auto edits = key.empty() ? std::nullopt : admit_copy(key, prepared.message, scene_.now)) {
      return pass_copy(std::move(*edits));
    }
    if (prepared.table && is_system_message(prepared.message, (*prepared.table)[0])) {
      skip_all_rules();
    } else {
      for (std::size_t i = 0; i < scene_.policy.rules.size(); ++i) apply_rule(i);
    }
    if (!missing_.empty()) return Need{unique_queries()};
    return conclude();
  }

 private:
  // One of our own copies comes by again: the rules have seen it.
  message::Outcome pass_copy(message::Edits edits) {
    for (const rules::Rule& rule : scene_.policy.rules) traces_.skip(rule, "a copy that was sent by us");
    message::Copy copy;
    for (const auto& to : scene_.prepared.message.envelope.recipients) copy.recipients.push_back(to.address);
    copy.edits = std::move(edits);
    const message::HeaderField* id = message::find(scene_.prepared.message.headers, dedupe::kFieldName);
    return {message::unfold(id->value), std::move(traces_).result(), {std::move(copy)}, scene_.inside};
  }

  void skip_all_rules() {
    for (const rules::Rule& rule : scene_.policy.rules) traces_.skip(rule, "system message");
    branches_.front().skip_all_rules();
  }

  // Those that are split off meanwhile stand behind, and this rule is done with them.
  void apply_rule(std::size_t index) {
    traces_.begin(scene_.policy.rules[index]);
    auto branch = branches_.begin();
    for (std::size_t left = branches_.size(); left > 0; --left, ++branch) {
      if (branch->is_open()) apply_rule(index, *branch);
    }
  }

  void apply_rule(std::size_t index, Branch& branch) {
    const rules::Rule& rule = scene_.policy.rules[index];
    rules::Evaluation evaluation = evaluate(index, branch);
    missing_.insert(missing_.end(), evaluation.missing.begin(), evaluation.missing.end());
    traces_.add(evaluation, branch.recipients());
    if (evaluation.trace.matched == Truth::No) return;
    // Asked together with the conditions' own questions: one round for the common case.
    const Needed needed = look_up(index);
    if (!missing_.empty()) return;
    if (needed.is_unavailable) {
      traces_.note_unknown();
      could_not_ask(rule, branch);
    } else {
      divide(index, evaluation, needed, branch);
    }
  }

  rules::Evaluation evaluate(std::size_t index, const Branch& branch) {
    RuleWatch* watch = audience_.watch;
    const auto since = watch != nullptr ? watch->now() : std::chrono::steady_clock::time_point();
    rules::Evaluation evaluation = rules::evaluate(scene_.policy.rules[index], sight(branch));
    if (watch != nullptr) watch->evaluated(index, since);
    return evaluation;
  }

  // What the actions of a rule ask of the directory.
  struct Needed {
    SenderValues values = {};
    std::string manager = {};
    bool is_unavailable = false;
  };

  Needed look_up(std::size_t index) {
    const rules::Rule& rule = scene_.policy.rules[index];
    const auto& signature = scene_.policy.signatures[index];
    Needed needed;
    if (signature) {
      needed.values = ask_for(scene_.policy.organization.signature_of, signature->tokens(), needed);
    }
    if (rule.actions.add.manager) {
      needed.manager =
          only_address(ask_for(SignatureOf::From, {std::string(kManagerAddress)}, needed)(kManagerAddress));
    }
    return needed;
  }

  // A From that came from outside may be forged: nobody's attributes are drawn.
  SenderValues ask_for(SignatureOf whose, const std::vector<std::string>& tokens, Needed& needed) {
    const auto who = scene_.inside ? signers(whose, scene_.prepared.message) : std::vector<std::string>();
    auto values = sender_values(who, tokens, scene_.policy.attributes, facts_);
    missing_.insert(missing_.end(), values.missing.begin(), values.missing.end());
    needed.is_unavailable = needed.is_unavailable || values.unavailable;
    return values;
  }

  void divide(std::size_t index, const rules::Evaluation& evaluation, const Needed& needed, Branch& branch) {
    const rules::Rule& rule = scene_.policy.rules[index];
    if (rule.mode != rules::Mode::Enforce) return;
    const auto which = [&](Truth truth) {
      std::vector<bool> out;
      for (const Truth one : evaluation.recipients) out.push_back(one == truth);
      return out;
    };
    const auto yes = which(Truth::Yes);
    const auto unknown = which(Truth::Unknown);
    if (evaluation.trace.matched == Truth::Yes && is_whole(yes)) return act(index, needed, branch);
    const bool all_wait = holds(unknown) && rule.error_action == rules::ErrorAction::Defer;  // as one has to
    if (is_whole(unknown) || all_wait) return could_not_ask(rule, branch);
    if (holds(yes)) act(index, needed, branches_.emplace_back(branch.split_off(yes)));
  }

  void act(std::size_t index, const Needed& needed, Branch& branch) {
    const rules::Rule& rule = scene_.policy.rules[index];
    if (ends_delivery(rule.actions) && holds(branch.added())) {
      if (is_whole(branch.added())) return;
      branches_.push_back(branch.split_off(branch.added()));
    }
    const auto& signature = scene_.policy.signatures[index];
    std::optional<Signing> signing;
    if (signature) {
      const std::int64_t now = sender_time(scene_.prepared.message.headers, scene_.now);
      const std::string& who = needed.values.who.empty() ? scene_.sender : needed.values.who;
      signing = Signing{&rule, signature::render(*signature, needed.values, now), mark_of(rule, *signature, who)};
    }
    branch.act(rule, signing, needed.manager);
    if (rule.stop_rule_processing) branch.stop();
  }

  // RuleErrorAction: Ignore lets the mail pass without this rule, Defer has it tried again later.
  static void could_not_ask(const rules::Rule& rule, Branch& branch) {
    if (rule.mode == rules::Mode::Enforce) branch.could_not_ask(rule);
  }

  std::string id_of(const Prepared& prepared) const {
    const std::string id = dedupe::dedupe_id(prepared.message, *prepared.table, scene_.policy.dedupe_key);
    return dedupe::stamped(prepared.message, id);
  }

  message::Outcome conclude() {
    const Prepared& prepared = scene_.prepared;
    const std::string id = prepared.table ? id_of(prepared) : std::string();
    std::vector<message::Copy> copies;
    for (Branch& branch : branches_) {
      copies.push_back(branch.conclude(id));
      traces_.note_placed(branch.placed());
    }
    return {id, std::move(traces_).result(),
            settle(std::move(copies), prepared.message.envelope, scene_.policy, !id.empty()), scene_.inside};
  }

  rules::Sight sight(const Branch& branch) {
    const Organization& ours = scene_.policy.organization;
    return {.message = scene_.prepared.message,
            .headers = branch.headers(),
            .facts = facts_,
            .attributes = scene_.policy.attributes,
            .domains = ours.domains,
            .partner_domains = ours.partner_domains,
            .recipients = branch.recipients(),
            .inside = scene_.inside,
            .sender = scene_.sender,
            .now = scene_.now,
            .parts = scene_.prepared.table ? &*scene_.prepared.table : nullptr,
            .texts = &texts_,
            .classifications = &scene_.policy.classifications,
            .telling = audience_.telling};
  }

  std::vector<message::Query> unique_queries() {
    std::sort(missing_.begin(), missing_.end());
    missing_.erase(std::unique(missing_.begin(), missing_.end()), missing_.end());
    return std::move(missing_);
  }

  const message::Facts& facts_;
  const Scene scene_;
  std::list<Branch> branches_;
  rules::Texts texts_{[this] { return read_body_texts(scene_.prepared, scene_.policy.limits); }};
  std::vector<message::Query> missing_;
  const Audience audience_;
  Traces traces_;
};

}  // namespace

Prepared prepare(const message::Message& message, const base::Limits& limits) {
  return {message, mime::scan(message.headers, message.body, limits)};
}

Step process(const Policy& policy, const Prepared& prepared, const message::Facts& facts, std::int64_t now,
             Audience audience) {
  return Run(policy, prepared, facts, now, audience).run();
}

}  // namespace waybill::engine
