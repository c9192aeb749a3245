// milter/judge.cpp: the clocks for engine::decide() and the courier.
#include "milter/judge.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <ctime>

#include "base/text.h"
#include "engine/decide.h"

namespace waybill::milter {

message::Outcome PolicyJudge::decide(const message::Message& message) const {
  const auto deadline = std::chrono::steady_clock::now() + patience_.directory;
  const std::int64_t now = std::time(nullptr);
  message::Outcome outcome = engine::decide(*policy_, message, *ports_.directory, *ports_.inspector, deadline, now,
                                            {message::Telling::Matches, ports_.watch.get()});
  if (ports_.courier) {
    auto spared = ports_.courier->spare_known(message, std::move(outcome), now);
    if (!spared) {
      spdlog::error("{}: {}", base::printable(message.envelope.queue_id), base::printable(spared.error().text));
      return engine::try_later(message.envelope, "Local error, try again later");
    }
    outcome = std::move(*spared);
  }
  return ports_.duplicates ? ports_.duplicates->meet(message, std::move(outcome), now) : outcome;
}

std::optional<std::string> PolicyJudge::send_others(const message::Message& message, message::Outcome& outcome) const {
  const auto is_sent = [](const message::Copy& copy) { return copy.verdict != message::Verdict::Discard; };
  if (std::none_of(outcome.copies.begin() + 1, outcome.copies.end(), is_sent)) return std::nullopt;
  if (!ports_.courier) return "there is no delivery.reinject";
  const auto deadline = std::chrono::steady_clock::now() + patience_.delivery;
  const std::int64_t now = std::time(nullptr);
  const engine::Sending sending = ports_.courier->send_others(message, outcome, deadline, now);
  for (const std::string& warning : sending.warnings) {
    spdlog::warn("{}: {}", base::printable(message.envelope.queue_id), base::printable(warning));
  }
  if (sending.failure) return sending.failure->text;
  if (ports_.duplicates) ports_.duplicates->note_sent(message, outcome, now);
  return std::nullopt;
}

void PolicyJudge::note_accepted(const message::Message& message, const message::Outcome& outcome) const {
  if (!ports_.courier) return;
  const auto failed = ports_.courier->note_accepted(message, outcome);
  if (failed) spdlog::warn("{}: {}", base::printable(message.envelope.queue_id), base::printable(failed->text));
}

void PolicyJudge::note_finished(const engine::Finished& finished) const {
  for (const auto& observer : ports_.observers) observer->note(finished);
}

}  // namespace waybill::milter
