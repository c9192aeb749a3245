// metrics/message_meter.h: counts what became of messages.
//
// What: an observer of the milter. Each family is in docs/operations.md.
// Threads: any number.
#pragma once

#include "engine/ports.h"
#include "metrics/families.h"

namespace waybill::metrics {

class MessageMeter final : public engine::Observer {
 public:
  explicit MessageMeter(Registry& registry);

  void note(const engine::Finished& finished) noexcept override;

 private:
  void count(const message::Copy& copy);

  Counters& messages_;
  Counter& bytes_;
  Histogram& duration_;
  Counter& copies_;
  Counters& edits_;
  Counters& left_alone_;
  Counters& broken_dkim_;
  Counter& duplicates_;
};

}  // namespace waybill::metrics
