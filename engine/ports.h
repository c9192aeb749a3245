// engine/ports.h: what the edges lend to a message's way: asked by the session, implemented by ldap/, content/, smtp/,
// store/ and milter/.
//
// Contract: nothing here throws; failures are values. What has a deadline returns at it at the latest.
// Threads: any number may call at the same time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "dedupe/passage.h"
#include "message/attachments.h"
#include "message/fact.h"
#include "message/message.h"
#include "message/outcome.h"
#include "message/submission.h"

namespace waybill::engine {

class Directory {
 public:
  Directory() = default;
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  virtual ~Directory() = default;

  // One fact a query, in their order. Returns at the deadline at the latest: what is not known by then is
  // Unavailable. Never throws.
  virtual std::vector<message::Fact> ask(const std::vector<message::Query>& queries,
                                         std::chrono::steady_clock::time_point deadline) = 0;
  // False: whom it has to ask did not answer the last time, though what it remembers may serve.
  virtual bool is_up() const { return true; }
};

// What a directory said, and when.
struct Answer {
  message::Query query;
  message::Fact fact;  // Found or NotFound
  std::chrono::system_clock::time_point at;
};

// Keeps the answers of directories over restarts.
class Answers {
 public:
  Answers() = default;
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;
  virtual ~Answers() = default;

  // What is kept of that directory, oldest first. Nothing when it cannot be read.
  virtual std::vector<Answer> load(const std::string& directory) noexcept = 0;
  // In place of an earlier answer to the same question. Waits for no disk; what cannot be kept is lost.
  virtual void keep(const std::string& directory, Answer answer) noexcept = 0;
};

// Looks into attachments: opens archives, tells what a file is by its content.
class Inspector {
 public:
  Inspector() = default;
  Inspector(const Inspector&) = delete;
  Inspector& operator=(const Inspector&) = delete;
  virtual ~Inspector() = default;

  // Linear in the message and limits.unpacked_bytes. What cannot be read is an attachment that is not supported. Throws
  // when memory ends, and only then.
  virtual message::Attachments inspect(const message::Message& message, const base::Limits& limits) = 0;
};

// Hands a message to the MTA by SMTP.
class Outgoing {
 public:
  Outgoing() = default;
  Outgoing(const Outgoing&) = delete;
  Outgoing& operator=(const Outgoing&) = delete;
  virtual ~Outgoing() = default;

  // What the MTA said of each recipient: those it accepted will be delivered, whatever it said of the others. An
  // error: it accepted nothing that we know of. When the connection broke behind the message's end, it may have
  // accepted all the same; trying again then makes two of one, never none.
  virtual base::Result<message::Receipt> deliver(const message::Submission& submission,
                                                 std::chrono::steady_clock::time_point deadline) = 0;
};

// Durable memory of who has got a copy already, so that a retry of the message does not give it twice.
class Delivered {
 public:
  Delivered() = default;
  Delivered(const Delivered&) = delete;
  Delivered& operator=(const Delivered&) = delete;
  virtual ~Delivered() = default;

  // One answer a recipient, in their order. `now`: seconds since 1970.
  virtual base::Result<std::vector<bool>> knows(const dedupe::Passage& passage,
                                                const std::vector<std::string>& recipients, std::int64_t now) = 0;
  // On disk when it returns without an error.
  virtual std::optional<base::Error> remember(const dedupe::Passage& passage,
                                              const std::vector<std::string>& recipients, std::int64_t now) = 0;
  // All recipients of it: dedupe/passage.h says when.
  virtual std::optional<base::Error> forget(const dedupe::Passage& passage) = 0;
};

// Where and when a message arrived.
using message::Sighting;

// A message for some recipients, as it arrives.
struct Arrival {
  std::string id;   // the dedupe ID
  std::string way;  // what else has to be equal (dedupe/passage.h)
  Sighting here;
  struct To {
    std::string address;   // as of a Proof
    bool in_place = true;  // the MTA keeps it under this queue id, so what its log says of that proves it
  };
  std::vector<To> recipients;
};

// The MTA's log said that a recipient has it.
struct Proof {
  std::string queue_id;
  std::string recipient;  // normalized, but for the case of its local part

  friend bool operator==(const Proof&, const Proof&) = default;
};

// Memory of which messages arrived for whom, and which of these are proven: delivered, or taken by the next server.
// An arrival is a candidate until then. A candidate is forgotten after kCandidateLifetime, what is proven after the
// window that was configured.
class Seen {
 public:
  static constexpr std::int64_t kCandidateLifetime = 24 * 3600;  // seconds

  Seen() = default;
  Seen(const Seen&) = delete;
  Seen& operator=(const Seen&) = delete;
  virtual ~Seen() = default;

  // For each recipient, in their order, the arrival of the same id and way that was proven first, if there is one: the
  // first one stays the answer, so that of two arrivals each never stands for the other. Who has none and is in place
  // becomes a candidate. Candidates that this hub had under the same queue id are forgotten: the MTA uses an id again
  // only when that message is gone. An error: nothing is known, and the mail goes its way.
  virtual base::Result<std::vector<std::optional<Sighting>>> meet(const Arrival& arrival) noexcept = 0;

  // How far the log of `hub` was read; empty: never. An error: it cannot be asked now.
  virtual base::Result<std::string> position(const std::string& hub) noexcept = 0;
  // Candidates of `hub` become proven, and its position is kept with them: all of it, or an error, to be tried again.
  virtual std::optional<base::Error> prove(const std::string& hub, const std::vector<Proof>& proofs,
                                           const std::string& position, std::int64_t now) noexcept = 0;
};

// Measures what rules cost: the clock that the engine has not.
class RuleWatch {
 public:
  RuleWatch() = default;
  RuleWatch(const RuleWatch&) = delete;
  RuleWatch& operator=(const RuleWatch&) = delete;
  virtual ~RuleWatch() = default;

  virtual std::chrono::steady_clock::time_point now() const noexcept = 0;
  // The conditions of the rule with that index in the policy were looked at. A message that had to ask something is
  // looked at again, and one whose recipients were divided more than once.
  virtual void evaluated(std::size_t rule, std::chrono::steady_clock::time_point since) noexcept = 0;
};

// A message that was answered.
struct Finished {
  const message::Message& message;
  const message::Outcome& outcome;  // as it became: changes that the MTA did not take make it a Tempfail
  std::chrono::system_clock::time_point at;
  std::chrono::nanoseconds took;  // from the end of the message to the answer
  bool dry_run = false;           // nothing was changed, and every message passed
};

// Is told of each message, once. What it cannot do with it, it keeps to itself: the mail goes its way.
class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;

  virtual void note(const Finished& finished) noexcept = 0;
};

}  // namespace waybill::engine
