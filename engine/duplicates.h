// engine/duplicates.h: takes out of an outcome who has the message already.
//
// What: at the end of a message each recipient of its copies for whom duplicates are suppressed is looked up in the
// memory of what was seen. Who got the same message by an earlier arrival that is proven is taken out; for the others
// this arrival becomes a candidate.
// Not here: what proves an arrival (mta/witness.h), where it is kept (store/), for whom duplicates are suppressed
// (the policy; message::Copy::suppressible).
//
// Contract
//   The same message: the same dedupe ID, envelope sender, List-Id, recipient and number of hops (dedupe/hop.h), both
//   from inside or both from outside. Not compared at all: a message that may be alike another on purpose
//   (dedupe::is_comparable), one that could not be read, a delivery report, and one of our own copies on its second
//   way.
//   A message in whose Received fields the earlier arrival stands is that message itself, further on: not taken out.
//   The ID is always computed from the message as it came; the one in its header is not believed.
//   REQUIRES for meet(): an outcome that was decided, before any of it is carried out. Then note_sent() once the copies
//   for others were accepted by the MTA: their recipients become candidates under the queue ids of the copies. One
//   whose delivery was logged and read before that is never proven. In doubt everybody gets the mail: an error leaves
//   the outcome as it is, and says why in seen_failure.
// Why nothing is lost when a message is suppressed for good: the earlier arrival had come as far, and the recipient or
//   the next server has it. There it stays, or meets a third that had come further; their number is finite as long as
//   hops are kept. Where the field is stripped, the arrival that was proven first is the answer for all, and passes by
//   its Received.
// Threads: any number.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "engine/ports.h"
#include "message/message.h"
#include "message/outcome.h"

namespace waybill::engine {

class Duplicates {
 public:
  // `hub`: the name of this host, as in the policy.
  Duplicates(std::shared_ptr<Seen> seen, std::string hub) : seen_(std::move(seen)), hub_(std::move(hub)) {}

  // `now`: seconds since 1970.
  message::Outcome meet(const message::Message& message, message::Outcome outcome, std::int64_t now) const;
  void note_sent(const message::Message& message, const message::Outcome& outcome, std::int64_t now) const;

 private:
  std::shared_ptr<Seen> seen_;
  std::string hub_;
};

}  // namespace waybill::engine
