// milter/judge.cpp: the clocks for engine::decide().
#include "milter/judge.h"

#include <ctime>

#include "engine/decide.h"

namespace waybill::milter {

message::Outcome PolicyJudge::decide(const message::Message& message) const {
  const auto deadline = std::chrono::steady_clock::now() + patience_;
  return engine::decide(*policy_, message, *directory_, deadline, std::time(nullptr));
}

}  // namespace waybill::milter
