// engine/decide.cpp: rounds of questions and answers.
#include "engine/decide.h"

#include <utility>
#include <variant>

#include "engine/process.h"

namespace waybill::engine {

message::Outcome decide(const Policy& policy, const message::Message& message, Directory& directory,
                        Inspector& inspector, std::chrono::steady_clock::time_point deadline, std::int64_t now,
                        Audience audience) {
  const Prepared prepared = prepare(message, policy.limits);
  message::Facts facts;
  for (std::size_t round = 0; round <= policy.limits.question_rounds; ++round) {
    Step step = process(policy, prepared, facts, now, audience);
    if (auto* outcome = std::get_if<message::Outcome>(&step)) return std::move(*outcome);
    auto& queries = std::get<Need>(step).queries;
    const bool wants_attachments = std::erase(queries, message::Query{message::QueryKind::Attachments}) != 0;
    if (wants_attachments) facts.add(inspector.inspect(message, policy.limits));
    if (queries.empty()) continue;
    auto answers = directory.ask(queries, deadline);
    for (std::size_t i = 0; i < queries.size(); ++i) facts.add(std::move(queries[i]), std::move(answers[i]));
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

}  // namespace waybill::engine
