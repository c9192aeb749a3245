// engine/courier.h: sends what is not edited in place: copies for some recipients, and reports about refused ones.
//
// What: of the copies of an outcome the MTA gets the first through the milter; the others are handed to it by SMTP
// before it is answered, each with a mark that says that the rules have seen it. Who of a mixed message was refused
// cannot be told the client any more: its sender gets a report.
// Not here: the protocol (smtp/), the memory (store/), the first copy (milter/plan.h).
//
// Contract
//   spare_known() comes first: it takes those out of an outcome who have the message from an earlier try that ended
//   before the MTA accepted all of it; what remains is sent by send_others(). A message that carries our dedupe ID, or
//   the Received that each copy gets, is spared nothing: it is one that we sent, which its recipients have to get.
//   Accepted recipients are remembered on disk before the next copy is sent, so only a crash between the MTA's 250 and
//   that write makes two of one. An error, or a recipient who is to be tried later: the whole message has to be tried
//   again; nobody who has it gets it twice. A recipient whom the MTA refuses for good is reported like one that a rule
//   refuses, and becomes a copy that is rejected: the outcome says what became of each.
//   note_accepted() comes last, once the MTA was told to accept the message: what a next one like it could be taken for
//   (an anonymous one, dedupe/passage.h) is forgotten.
//   REQUIRES an outcome with an id, but for one that has a single copy.
// Threads: any number.
// Source: Exchange, bifurcation of messages by rules on recipients.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/delivery_report.h"
#include "engine/ports.h"
#include "message/message.h"
#include "message/outcome.h"

namespace waybill::engine {

struct Sending {
  std::optional<base::Error> failure = std::nullopt;
  std::vector<std::string> warnings = {};  // what the MTA could not carry over, for the log
};

class Courier {
 public:
  // `key` makes the marks (engine/copy_mark.h); `host` is how reports name us.
  Courier(std::shared_ptr<Outgoing> outgoing, std::shared_ptr<Delivered> delivered, std::string key, std::string host)
      : outgoing_(std::move(outgoing)),
        delivered_(std::move(delivered)),
        key_(std::move(key)),
        host_(std::move(host)) {}

  // An error: it could not be asked who has it.
  base::Result<message::Outcome> spare_known(const message::Message& message, message::Outcome outcome,
                                             std::int64_t now) const;
  // `now`: seconds since 1970.
  Sending send_others(const message::Message& message, message::Outcome& outcome,
                      std::chrono::steady_clock::time_point deadline, std::int64_t now) const;
  std::optional<base::Error> note_accepted(const message::Message& message, const message::Outcome& outcome) const;

 private:
  class Round;

  std::string by() const;
  bool was_sent(const message::HeaderList& headers) const;

  std::shared_ptr<Outgoing> outgoing_;
  std::shared_ptr<Delivered> delivered_;
  std::string key_;
  std::string host_;
};

}  // namespace waybill::engine
