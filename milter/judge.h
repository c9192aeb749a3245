// milter/judge.h: what decides about a whole message. One for each configuration that was loaded.
//
// Contract: decide() never takes longer than what it may wait for the directory, plus computing and looking into
// attachments; send_others() not longer than what it may wait for the delivery.
// Threads: any number may call at the same time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "engine/courier.h"
#include "engine/duplicates.h"
#include "engine/policy.h"
#include "engine/ports.h"
#include "message/message.h"
#include "message/outcome.h"

namespace waybill::milter {

class Judge {
 public:
  Judge() = default;
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;
  virtual ~Judge() = default;

  virtual message::Outcome decide(const message::Message& message) const = 0;
  // Sends all copies but the first, which is edited in place; whom the MTA refuses becomes a copy that is rejected. An
  // error: some were not sent; then the whole message has to be tried again later.
  virtual std::optional<std::string> send_others(const message::Message& message, message::Outcome& outcome) const = 0;
  // The MTA was told to accept the message.
  virtual void note_accepted(const message::Message& message, const message::Outcome& outcome) const = 0;
  // The message was answered.
  virtual void note_finished(const engine::Finished& finished) const = 0;
  virtual const base::Limits& limits() const = 0;
};

// What a policy asks and sends by (engine/decide.h, engine/courier.h, engine/duplicates.h).
struct Ports {
  std::shared_ptr<engine::Directory> directory;
  std::shared_ptr<engine::Inspector> inspector;
  std::shared_ptr<const engine::Courier> courier = nullptr;        // null: no copies can be sent
  std::shared_ptr<const engine::Duplicates> duplicates = nullptr;  // null: none are looked for
  std::vector<std::shared_ptr<engine::Observer>> observers = {};
  std::shared_ptr<engine::RuleWatch> watch = nullptr;
};

// How long one message may wait.
struct Patience {
  std::chrono::milliseconds directory{};
  std::chrono::milliseconds delivery{};  // of all its copies
};

class PolicyJudge final : public Judge {
 public:
  PolicyJudge(std::shared_ptr<const engine::Policy> policy, Ports ports, Patience patience)
      : policy_(std::move(policy)), ports_(std::move(ports)), patience_(patience) {}

  message::Outcome decide(const message::Message& message) const override;
  std::optional<std::string> send_others(const message::Message& message, message::Outcome& outcome) const override;
  void note_accepted(const message::Message& message, const message::Outcome& outcome) const override;
  void note_finished(const engine::Finished& finished) const override;
  const base::Limits& limits() const override { return policy_->limits; }

 private:
  std::shared_ptr<const engine::Policy> policy_;
  Ports ports_;
  Patience patience_;
};

}  // namespace waybill::milter
