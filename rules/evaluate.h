// rules/evaluate.h: does a rule apply to this message, and to which of its recipients?
//
// What: evaluate() asks every condition and exception of one rule. It returns the truth for each recipient with
// what each condition saw, or the questions whose answers it lacks.
// Not here: what the rule then does (engine/process.h), asking the directory (ldap/).
// Contract
//   Pure. A fact that is Unavailable makes its condition Unknown; a No elsewhere still wins.
//   All questions that can be seen are collected, so that they are asked together.
//   Conditions on the message or its sender hold for all recipients alike; those on recipients (Looks::Recipient,
//   Looks::SenderAndRecipient) are asked for each one, but only where the others leave it open.
//   A message without recipients is matched by what does not look at recipients alone.
//   A message from outside has no directory sender: nothing is asked about its From.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "message/attribute_map.h"
#include "message/fact.h"
#include "message/message.h"
#include "message/outcome.h"
#include "mime/part_table.h"
#include "rules/classification.h"
#include "rules/rule.h"
#include "rules/texts.h"

namespace waybill::rules {

// What the conditions of a rule may look at. Refers to things that outlive the call.
struct Sight {
  const message::Message& message;     // envelope, and the body as it arrived
  const message::HeaderList& headers;  // as earlier rules left them
  const message::Facts& facts;
  const message::AttributeMap& attributes;
  const std::vector<std::string>& domains;          // of the organization, normalized
  const std::vector<std::string>& partner_domains;  // SentToScope ExternalPartner; normalized
  const std::vector<std::string>& recipients;       // of this copy, normalized
  bool inside = false;                              // see engine/admit.h
  std::string_view sender = {};                     // first mailbox of From, normalized; empty: none
  std::int64_t now = 0;                             // seconds since 1970, UTC
  std::string_view recipient = {};                  // whom conditions on recipients look at
  const mime::PartTable* parts = nullptr;           // null: beyond the limits
  Texts* texts = nullptr;                           // of this message; null: nothing is kept, the body is not searched
  const std::vector<Classification>* classifications = nullptr;  // of the organization
  message::Telling telling = message::Telling::All;              // Matches: `saw` may be empty
};

struct Evaluation {
  message::RuleTrace trace;             // trace.matched: Yes when the rule holds for a recipient
  std::vector<base::Truth> recipients;  // one for each of Sight::recipients
  std::vector<message::Query> missing;  // not empty: nothing of it is final
};

Evaluation evaluate(const Rule& rule, const Sight& sight);

}  // namespace waybill::rules
