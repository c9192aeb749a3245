// engine/branch.h: one copy of a message on its way through the rules: who gets it, what was changed, what becomes of
// it.
//
// What: a message begins as one Branch. Where a rule holds for some of its recipients only, these are split off, and
// each side goes its own way from then on. act() does what a rule asks for; conclude() gives the result.
// Not here: which rule holds for whom (rules/evaluate.h), which branches become one copy again (engine/copies.h).
//
// Contract
//   Of the actions of one rule: header fields, subject, classification, SCL, the signature, recipients, then what ends
//   the way: quarantine, reject or delete. A reject, else a redirect, goes before all else that touches delivery.
//   A branch that is not open any more is not changed by further rules.
//   REQUIRES: the Scene outlives its branches.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/admit.h"
#include "engine/draft.h"
#include "engine/policy.h"
#include "message/fact.h"
#include "message/outcome.h"

namespace waybill::engine {

// What all branches of one message share.
struct Scene {
  const Policy& policy;
  const Prepared& prepared;
  std::int64_t now = 0;
  bool inside = false;
  std::string sender = {};  // first mailbox of From, normalized
};

// What a rule puts into the text.
struct Signing {
  const rules::Rule* rule = nullptr;
  signature::Fragment fragment = {};
  std::string mark = {};  // of a rule that signs once
};

class Branch {
 public:
  explicit Branch(const Scene& scene);

  // Whether further rules look at it.
  bool is_open() const { return !stopped_ && copy_.verdict == message::Verdict::Accept; }
  const message::HeaderList& headers() const { return draft_.headers(); }
  // Normalized; those whom rules added, too.
  const std::vector<std::string>& recipients() const { return normalized_; }
  // Which of them earlier rules added. Not those who get it in place of others (a redirect).
  const std::vector<bool>& added() const { return added_; }

  // These recipients (one flag for each) leave this branch for a new one, which is like it in all else.
  Branch split_off(std::vector<bool> which);

  void skip_all_rules();
  // `manager`: the sender's, for AddManagerAsRecipientType; empty: she has none.
  void act(const rules::Rule& rule, const std::optional<Signing>& signing, const std::string& manager);
  // RuleErrorAction: what the rule asks of the directory could not be had.
  void could_not_ask(const rules::Rule& rule);
  void stop() { stopped_ = true; }

  // Once, at the end. `id` is the message's dedupe ID. Where the text went is in placed() afterwards.
  message::Copy conclude(const std::string& id);
  const std::map<std::string, std::string>& placed() const { return placed_; }

 private:
  void sign(const Signing& signing);
  bool is_signed_already(const Signing& signing);
  void note_mark(const Signing& signing);
  void fall_back(const Signing& signing, message::Reason reason);
  void leave_alone(const rules::Rule& rule, message::Reason reason, const char* fallback);
  void add_recipients(const rules::AddedRecipients& added, const std::string& manager);
  void add_recipient(const std::string& address, const char* field);
  void redirect(std::vector<std::string> addresses);
  void end(message::Verdict verdict, std::optional<message::Reply> reply = std::nullopt);

  message::Edits finish(const std::string& id);
  void take_back(const std::string& difference);
  void spare_dkim(const std::string& id);
  void stamp(const std::string& id);
  void add_message_id(const std::string& id);

  const Scene* scene_;
  Draft draft_;
  std::vector<std::string> normalized_;  // of copy_.recipients
  std::vector<bool> added_;              // which of them
  message::Copy copy_;
  bool stopped_ = false;
  bool suppresses_duplicates_ = false;
  Signing first_;                              // what was signed first
  std::vector<std::string> marks_;             // of all that was signed and has one
  std::map<std::string, std::string> placed_;  // by the rule's name
};

}  // namespace waybill::engine
