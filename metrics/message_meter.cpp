// metrics/message_meter.cpp: one count for each thing that an outcome tells.
#include "metrics/message_meter.h"

#include <exception>
#include <variant>

namespace waybill::metrics {

MessageMeter::MessageMeter(Registry& registry)
    : messages_(counters(registry, "waybill_messages_total", "Messages answered, by verdict.")),
      bytes_(counters(registry, "waybill_message_bytes_total", "Bytes of their bodies.").Add({})),
      duration_(durations(registry, "waybill_message_seconds", "Time from the end of a message to its answer.")),
      copies_(
          counters(registry, "waybill_copies_total", "Copies beside the message itself, for recipients of their own.")
              .Add({})),
      edits_(counters(registry, "waybill_edits_total", "Edits of messages that were let pass, by where.")),
      left_alone_(
          counters(registry, "waybill_left_alone_total", "Texts that a rule wanted to sign and did not, by reason.")),
      broken_dkim_(counters(registry, "waybill_broken_dkim_total",
                            "DKIM and ARC signatures that edits break, by what became of them.")),
      duplicates_(
          counters(registry, "waybill_duplicates_total", "Recipients who did not get a message again that they have.")
              .Add({})) {}

void MessageMeter::note(const engine::Finished& finished) noexcept {
  try {
    messages_.Add({{"verdict", to_string(finished.outcome.copies.front().verdict)}}).Increment();
    bytes_.Increment(static_cast<double>(finished.message.body.size()));
    duration_.Observe(seconds(finished.took));
    copies_.Increment(static_cast<double>(finished.outcome.copies.size() - 1));
    for (const message::Copy& copy : finished.outcome.copies) count(copy);
  } catch (const std::exception&) {  // no memory for a new series: the count is short of one, the mail is not
  }
}

void MessageMeter::count(const message::Copy& copy) {
  if (copy.left_alone) left_alone_.Add({{"reason", to_string(copy.left_alone->reason)}}).Increment();
  duplicates_.Increment(static_cast<double>(copy.duplicates.size()));
  if (copy.verdict != message::Verdict::Accept && copy.verdict != message::Verdict::Quarantine) return;
  for (const message::Edit& edit : copy.edits) {
    const bool body = std::holds_alternative<message::SpliceBody>(edit);
    edits_.Add({{"of", body ? "body" : "header"}}).Increment();
  }
  for (const message::BrokenDkim& broken : copy.broken_dkim) {
    broken_dkim_.Add({{"fate", broken.removed ? "removed" : "kept"}}).Increment();
  }
}

}  // namespace waybill::metrics
