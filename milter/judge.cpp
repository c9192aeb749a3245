// milter/judge.cpp: asking and deciding in turn.
#include "milter/judge.h"

#include <ctime>
#include <utility>
#include <variant>

#include "engine/process.h"

namespace waybill::milter {

message::Outcome PolicyJudge::decide(const message::Message& message) const {
  const auto deadline = std::chrono::steady_clock::now() + patience_;
  const std::int64_t now = std::time(nullptr);
  const engine::Prepared prepared = engine::prepare(message, policy_->limits);
  message::Facts facts;
  for (std::size_t round = 0; round <= policy_->limits.question_rounds; ++round) {
    engine::Step step = engine::process(*policy_, prepared, facts, now);
    if (auto* outcome = std::get_if<message::Outcome>(&step)) return std::move(*outcome);
    const auto& queries = std::get<engine::Need>(step).queries;
    auto answers = directory_->ask(queries, deadline);
    for (std::size_t i = 0; i < queries.size() && i < answers.size(); ++i) facts.add(queries[i], std::move(answers[i]));
  }
  return try_later(message.envelope, "Too many questions to the directory");
}

message::Outcome try_later(const message::Envelope& envelope, std::string reason) {
  message::Copy copy;
  for (const message::Recipient& recipient : envelope.recipients) copy.recipients.push_back(recipient.address);
  copy.verdict = message::Verdict::Tempfail;
  copy.reply = message::Reply{451, "4.3.0", std::move(reason)};
  return {{}, {}, {std::move(copy)}};
}

}  // namespace waybill::milter
