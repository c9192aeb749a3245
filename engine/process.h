// engine/process.h: the one function that decides about a message.
//
// What: process() runs policy and facts over a prepared message. It answers with the questions it needs
// answered first (Need), or with what is to be done (Outcome). The caller asks, adds the answers and
// calls again; limits.question_rounds bounds that.
// Not here: asking, editing, logging, the clock.
//
// Contract
//   Pure: the same arguments give the same answer. Never fails: what cannot be decided about a message is
//   a reason to leave it alone or to tempfail it, and stands in the outcome.
//   Every edit in the outcome was verified: the result was parsed again and is what it should be.
// Threads: any number.
// Example
//   const Prepared prepared = prepare(message, policy.limits);
//   Step step = process(policy, prepared, facts, now);
//   while (const auto* need = std::get_if<Need>(&step)) { ask and add to facts; step = process(...); }
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "engine/policy.h"
#include "engine/ports.h"
#include "message/fact.h"
#include "message/message.h"
#include "message/outcome.h"
#include "mime/part_table.h"

namespace waybill::engine {

// A message with its part table: parsed once, however often process() runs.
struct Prepared {
  const message::Message& message;
  base::Result<mime::PartTable> table;  // an error leaves the message alone, reason `limit`
};
Prepared prepare(const message::Message& message, const base::Limits& limits);

struct Need {
  std::vector<message::Query> queries;  // each once, none of them in facts
};

using Step = std::variant<Need, message::Outcome>;

// Whom, beside the caller, it is told what rules do.
struct Audience {
  message::Telling telling = message::Telling::All;
  RuleWatch* watch = nullptr;  // null: nobody measures
};

Step process(const Policy& policy, const Prepared& prepared, const message::Facts& facts, std::int64_t now,
             Audience audience = {});

}  // namespace waybill::engine
