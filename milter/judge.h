// milter/judge.h: what decides about a whole message. One for each configuration that was loaded.
//
// Contract: decide() never takes longer than what it may wait for the directory, plus computing.
// Threads: any number may call decide() at the same time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/limits.h"
#include "engine/courier.h"
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
  // Sends all copies but the first, which is edited in place. An error: some were not; then the whole message has to
  // be tried again later.
  virtual std::optional<std::string> send_others(const message::Message& message,
                                                 const message::Outcome& outcome) const = 0;
  // The MTA was told to accept the message.
  virtual void note_accepted(const message::Message& message, const message::Outcome& outcome) const = 0;
  virtual const base::Limits& limits() const = 0;
};

// A policy, the directory that it asks (engine/decide.h) and the courier of its copies; null: none can be sent.
class PolicyJudge final : public Judge {
 public:
  PolicyJudge(std::shared_ptr<const engine::Policy> policy, std::shared_ptr<engine::Directory> directory,
              std::chrono::milliseconds patience, std::shared_ptr<const engine::Courier> courier = nullptr,
              std::chrono::milliseconds delivery_patience = {})
      : policy_(std::move(policy)),
        directory_(std::move(directory)),
        patience_(patience),
        courier_(std::move(courier)),
        delivery_patience_(delivery_patience) {}

  message::Outcome decide(const message::Message& message) const override;
  std::optional<std::string> send_others(const message::Message& message,
                                         const message::Outcome& outcome) const override;
  void note_accepted(const message::Message& message, const message::Outcome& outcome) const override;
  const base::Limits& limits() const override { return policy_->limits; }

 private:
  std::shared_ptr<const engine::Policy> policy_;
  std::shared_ptr<engine::Directory> directory_;
  std::chrono::milliseconds patience_;  // for the directory, of one message
  std::shared_ptr<const engine::Courier> courier_;
  std::chrono::milliseconds delivery_patience_;  // for all copies of one message
};

}  // namespace waybill::milter
