// milter/judge.cpp: the clocks for engine::decide().
#include "milter/judge.h"

#include <algorithm>
#include <ctime>

#include "engine/decide.h"

namespace waybill::milter {

message::Outcome PolicyJudge::decide(const message::Message& message) const {
  const auto deadline = std::chrono::steady_clock::now() + patience_;
  return engine::decide(*policy_, message, *directory_, deadline, std::time(nullptr));
}

std::optional<std::string> PolicyJudge::send_others(const message::Message&, const message::Outcome& outcome) const {
  const auto is_sent = [](const message::Copy& copy) { return copy.verdict != message::Verdict::Discard; };
  if (std::none_of(outcome.copies.begin() + 1, outcome.copies.end(), is_sent)) return std::nullopt;
  return "there is no delivery.reinject";
}

}  // namespace waybill::milter
