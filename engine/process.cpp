// engine/process.cpp: the way of a message through the policy, step by step.
#include "engine/process.h"

#include <algorithm>
#include <utility>

#include "dedupe/dedupe_id.h"
#include "engine/admit.h"
#include "engine/dkim.h"
#include "engine/draft.h"
#include "engine/once.h"
#include "engine/sender.h"
#include "rules/evaluate.h"
#include "signature/mark.h"

namespace waybill::engine {
namespace {

using base::Truth;
using message::Reason;

constexpr const char* kNoFallback = "none";

signature::Spot place_of(const rules::Disclaimer& disclaimer) {
  switch (disclaimer.location) {
    case rules::DisclaimerLocation::Append:
      return signature::Location::Append;
    case rules::DisclaimerLocation::Prepend:
      return signature::Location::Prepend;
    case rules::DisclaimerLocation::UnderReply:
      return signature::Location::UnderReply;
    case rules::DisclaimerLocation::Marker:
      return {signature::Location::Marker, disclaimer.marker};
  }
  return signature::Location::Append;
}

signature::Spot spot_of(const rules::Disclaimer& disclaimer) {
  signature::Spot spot = place_of(disclaimer);
  spot.replaces_client_signature = disclaimer.replaces_client_signature;
  return spot;
}

// Whether the rule's fallback action answers for this reason; for all others the mail is left alone.
bool has_fallback(Reason reason) {
  return reason == Reason::Signed || reason == Reason::Encrypted || reason == Reason::UnclosedHtml ||
         reason == Reason::VerifyFailed;
}

const char* name_of(rules::Fallback fallback) {
  switch (fallback) {
    case rules::Fallback::Wrap:
      return "wrap";
    case rules::Fallback::Ignore:
      return "ignore";
    case rules::Fallback::Reject:
      return "reject";
  }
  return kNoFallback;
}

// A signature that a rule wants to put into the message.
struct Signing {
  const rules::Rule* rule = nullptr;
  signature::Fragment fragment = {};
  std::string mark = {};  // of a rule that signs once
};

// One message under one policy. After run(), missing_ holds what must be asked before the rest counts.
class Run {
 public:
  Run(const Policy& policy, const Prepared& prepared, const message::Facts& facts, std::int64_t now)
      : policy_(policy),
        prepared_(prepared),
        facts_(facts),
        now_(now),
        inside_(is_inside(prepared.message.envelope, policy.organization)),
        draft_(prepared, policy.limits) {
    for (const message::Recipient& to : prepared.message.envelope.recipients) copy_.recipients.push_back(to.address);
  }

  Step run() {
    if (!inside_) draft_.add(remove_foreign_marks(prepared_.message.headers));
    if (prepared_.table && is_system_message(prepared_.message, (*prepared_.table)[0])) {
      skip_all_rules();
    } else {
      apply_rules();
    }
    if (!missing_.empty()) return Need{unique_queries()};
    return conclude();
  }

 private:
  void skip_all_rules() {
    for (const rules::Rule& rule : policy_.rules) trace_.push_back({rule.name, Truth::No, "system message"});
    copy_.left_alone = message::LeftAlone{{}, Reason::Report, kNoFallback};
  }

  void apply_rules() {
    bool stopped = false;
    for (std::size_t i = 0; i < policy_.rules.size(); ++i) {
      const rules::Rule& rule = policy_.rules[i];
      if (stopped || copy_.verdict != message::Verdict::Accept) {
        trace_.push_back({rule.name, Truth::No, "stopped"});
        continue;
      }
      const Truth matched = apply_rule(rule, policy_.signatures[i]);
      stopped = matched == Truth::Yes && rule.stop_rule_processing && rule.mode == rules::Mode::Enforce;
    }
  }

  Truth apply_rule(const rules::Rule& rule, const std::optional<signature::Signature>& signature) {
    rules::Evaluation evaluation = rules::evaluate(rule, sight());
    const Truth matched = evaluation.trace.matched;
    std::move(evaluation.missing.begin(), evaluation.missing.end(), std::back_inserter(missing_));
    trace_.push_back(std::move(evaluation.trace));
    if (matched == Truth::No) return matched;
    // Asked together with the conditions' own questions: one round for the common case.
    const SenderValues values =
        signature ? sender_values(directory_sender(), signature->tokens(), facts_) : SenderValues();
    missing_.insert(missing_.end(), values.missing.begin(), values.missing.end());
    if (!missing_.empty()) return matched;
    if (matched == Truth::Unknown || values.unavailable) return could_not_ask(rule);
    if (rule.mode == rules::Mode::Enforce && signature) {
      sign({&rule, signature::render(*signature, values, sender_time(prepared_.message.headers, now_)),
            mark_of(rule, *signature, sender_)});
    }
    return matched;
  }

  // RuleErrorAction: Ignore lets the mail pass without this rule, Defer has it tried again later.
  Truth could_not_ask(const rules::Rule& rule) {
    trace_.back().matched = Truth::Unknown;
    if (rule.mode != rules::Mode::Enforce) return Truth::Unknown;
    leave_alone(rule, Reason::DirectoryUnknown, kNoFallback);
    if (rule.error_action == rules::ErrorAction::Defer) {
      copy_.verdict = message::Verdict::Tempfail;
      copy_.reply = message::Reply{451, "4.7.1", "Directory unavailable, try again later"};
    }
    return Truth::Unknown;
  }

  void sign(Signing signing) {
    const rules::Rule& rule = *signing.rule;
    if (is_signed_already(signing)) return leave_alone(rule, Reason::AlreadySigned, kNoFallback);
    if (!signing.mark.empty()) signing.fragment.html = signature::with_mark(signing.fragment.html, signing.mark);
    if (first_.rule == nullptr) first_ = signing;
    const auto obstacle = draft_.sign(signing.fragment, spot_of(*rule.disclaimer));
    trace_.back().placed = obstacle ? std::string() : draft_.placed();
    if (obstacle) return fall_back(signing, *obstacle);
    note_mark(signing);
  }

  bool is_signed_already(const Signing& signing) {
    if (signing.mark.empty()) return false;
    const bool is_quoted_too = signing.rule->disclaimer->once == rules::Once::PerConversation;
    return is_listed(draft_.headers(), signing.mark) ||
           draft_.holds({signing.fragment, signing.mark},
                        is_quoted_too ? signature::Within::All : signature::Within::Newest);
  }

  void note_mark(const Signing& signing) {
    if (!signing.mark.empty() && !signing.fragment.html.empty()) marks_.push_back(signing.mark);
  }

  void fall_back(const Signing& signing, Reason reason) {
    const rules::Rule& rule = *signing.rule;
    if (!has_fallback(reason)) return leave_alone(rule, reason, kNoFallback);
    leave_alone(rule, reason, name_of(rule.disclaimer->fallback));
    if (rule.disclaimer->fallback == rules::Fallback::Wrap) {
      draft_.wrap(signing.fragment);
      note_mark(signing);
    }
    if (rule.disclaimer->fallback == rules::Fallback::Reject) {
      copy_.verdict = message::Verdict::Reject;
      copy_.reply = message::Reply{550, "5.7.1", "The company signature cannot be added to this message"};
    }
  }

  void leave_alone(const rules::Rule& rule, Reason reason, const char* fallback) {
    if (!copy_.left_alone) copy_.left_alone = message::LeftAlone{rule.name, reason, fallback};
  }

  message::Outcome conclude() {
    const std::string id = prepared_.table ? dedupe::dedupe_id(prepared_.message, *prepared_.table) : std::string();
    auto edits = draft_.finish(id);
    while (!edits) {  // at most twice: the signed text, then its wrap
      take_back(edits.error().text);
      edits = draft_.finish(id);
    }
    copy_.edits = std::move(*edits);
    if (policy_.on_broken_dkim == OnBrokenDkim::LeaveAlone) spare_dkim(id);
    stamp(id);
    if (copy_.verdict != message::Verdict::Accept) copy_.edits.clear();
    const bool remove = policy_.on_broken_dkim == OnBrokenDkim::Remove;
    copy_.broken_dkim =
        remove ? remove_broken_dkim(prepared_.message, copy_.edits) : broken_dkim(prepared_.message, copy_.edits);
    return {id, std::move(trace_), {std::move(copy_)}};
  }

  // The verification refused the edits: the signing rule's fallback decides, and is verified itself.
  void take_back(const std::string& difference) {
    const bool may_fall_back = !draft_.is_wrapped();
    draft_.drop_text_changes();
    marks_.clear();
    for (message::RuleTrace& rule : trace_) rule.placed.clear();
    copy_.left_alone.reset();
    if (may_fall_back) {
      fall_back(first_, Reason::VerifyFailed);
    } else {
      leave_alone(*first_.rule, Reason::VerifyFailed, kNoFallback);
    }
    copy_.left_alone->detail = difference;
  }

  // The text stays when its change would break a DKIM or ARC signature.
  void spare_dkim(const std::string& id) {
    if (!draft_.changes_text() || copy_.verdict != message::Verdict::Accept) return;
    const auto broken = broken_dkim(prepared_.message, copy_.edits);
    if (broken.empty()) return;
    draft_.drop_text_changes();
    marks_.clear();
    for (message::RuleTrace& rule : trace_) rule.placed.clear();
    copy_.edits = *draft_.finish(id);
    copy_.left_alone =
        message::LeftAlone{first_.rule->name, Reason::DkimSigned, kNoFallback, to_string(broken.front())};
  }

  void stamp(const std::string& id) {
    if (!marks_.empty()) copy_.edits.insert(copy_.edits.begin(), list_field(marks_));
    if (id.empty() || message::find(draft_.headers(), dedupe::kFieldName) != nullptr) return;
    copy_.edits.insert(copy_.edits.begin(), message::InsertHeader{dedupe::kFieldName, ' ' + id});
  }

  rules::Sight sight() const {
    return {prepared_.message, draft_.headers(), facts_, policy_.organization.domains, inside_, sender_, now_};
  }

  // A From that came from outside may be forged: nobody's attributes are drawn.
  std::string directory_sender() const { return inside_ ? sender_ : std::string(); }

  std::vector<message::Query> unique_queries() {
    std::sort(missing_.begin(), missing_.end());
    missing_.erase(std::unique(missing_.begin(), missing_.end()), missing_.end());
    return std::move(missing_);
  }

  const Policy& policy_;
  const Prepared& prepared_;
  const message::Facts& facts_;
  const std::int64_t now_;
  const bool inside_;
  const std::string sender_ = sender_address(prepared_.message.headers);
  Draft draft_;
  std::vector<message::Query> missing_;
  std::vector<message::RuleTrace> trace_;
  message::Copy copy_;
  Signing first_;                   // what was signed first
  std::vector<std::string> marks_;  // of all that was signed and has one
};

}  // namespace

Prepared prepare(const message::Message& message, const base::Limits& limits) {
  return {message, mime::scan(message.headers, message.body, limits)};
}

Step process(const Policy& policy, const Prepared& prepared, const message::Facts& facts, std::int64_t now) {
  return Run(policy, prepared, facts, now).run();
}

}  // namespace waybill::engine
