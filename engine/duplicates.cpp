// engine/duplicates.cpp: one question for all recipients, and what follows from the answers.
#include "engine/duplicates.h"

#include <algorithm>
#include <vector>

#include "dedupe/hop.h"
#include "dedupe/message_id.h"
#include "dedupe/passage.h"
#include "message/address.h"

namespace waybill::engine {
namespace {

using message::Copy;
using message::Verdict;

bool is_suppressible(const Copy& copy, const std::string& recipient) {
  return std::find(copy.suppressible.begin(), copy.suppressible.end(), recipient) != copy.suppressible.end();
}

// Strangers' mail is compared with strangers' alone.
Arrival arrival(const message::Message& message, const message::Outcome& outcome, const std::string& hub,
                std::int64_t now) {
  const dedupe::Passage passage = dedupe::passage(message, outcome.id);
  const std::string hops = std::to_string(dedupe::count_hops(message.headers));
  const std::string way = passage.way + '.' + hops + (outcome.inside.value_or(false) ? "i" : "");
  return {passage.id, way, {hub, message.envelope.queue_id, now}, {}};
}

// Who is asked for, in the order of the answers.
struct Asked {
  Copy* copy;
  std::string recipient;
};

void take_out(const Asked& asked, const Sighting& earlier) {
  std::erase(asked.copy->recipients, asked.recipient);
  asked.copy->duplicates.push_back({asked.recipient, earlier});
  if (asked.copy->recipients.empty()) asked.copy->verdict = Verdict::Discard;  // nobody is left to get it
}

}  // namespace

message::Outcome Duplicates::meet(const message::Message& message, message::Outcome outcome, std::int64_t now) const {
  if (message.envelope.queue_id.empty()) return outcome;
  const bool is_comparable = !outcome.id.empty() && dedupe::is_comparable(message);
  Arrival here = arrival(message, outcome, hub_, now);
  std::vector<Asked> asked;
  for (Copy& copy : outcome.copies) {
    if (!is_comparable || !is_passed_on(copy)) continue;
    for (const std::string& recipient : copy.recipients) {
      if (!is_suppressible(copy, recipient)) continue;
      asked.push_back({&copy, recipient});
      here.recipients.push_back({message::with_normalized_domain(recipient), &copy == &outcome.copies.front()});
    }
  }
  const auto met = seen_->meet(here);
  if (!met) {
    if (!asked.empty()) outcome.seen_failure = met.error().text;
    return outcome;
  }
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto& earlier = (*met)[i];
    if (earlier && !dedupe::came_by(message.headers, earlier->queue_id)) take_out(asked[i], *earlier);
  }
  return outcome;
}

void Duplicates::note_sent(const message::Message& message, const message::Outcome& outcome, std::int64_t now) const {
  if (outcome.copies.size() < 2 || !dedupe::is_comparable(message)) return;
  for (auto copy = outcome.copies.begin() + 1; copy != outcome.copies.end(); ++copy) {
    if (copy->verdict != Verdict::Accept || copy->queue_id.empty()) continue;
    Arrival here = arrival(message, outcome, hub_, now);
    here.here.queue_id = copy->queue_id;
    for (const std::string& recipient : copy->recipients) {
      if (is_suppressible(*copy, recipient)) here.recipients.push_back({message::with_normalized_domain(recipient)});
    }
    if (!here.recipients.empty()) static_cast<void>(seen_->meet(here));  // what is not noted passes the next time
  }
}

}  // namespace waybill::engine
