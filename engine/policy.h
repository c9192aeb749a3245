// engine/policy.h: everything that was configured, checked and compiled, in one immutable value.
//
// Contract: built by config/build_policy.h; shared as shared_ptr<const Policy>. A session takes its copy
// when a message begins; reload swaps the pointer, running messages keep theirs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "message/attribute_map.h"
#include "message/network.h"
#include "rules/classification.h"
#include "rules/rule.h"
#include "signature/template.h"

namespace waybill::engine {

// Whose attributes the tokens of signatures show: for mailboxes that several people write from.
enum class SignatureOf {
  From,
  Sender,  // the field (RFC 5322, 3.6.2), which a mail has that somebody sends for others
  Login,   // of the client (SASL)
};

struct Organization {
  std::vector<std::string> domains;                // normalized
  std::vector<std::string> partner_domains;        // other organizations that SentToScope tells apart; normalized
  std::vector<message::Network> trusted_networks;  // clients that count as inside
  SignatureOf signature_of = SignatureOf::From;
};

// What becomes of a message when a change would break one of its DKIM or ARC signatures.
enum class OnBrokenDkim {
  Keep,        // it is changed, and the signature stays
  LeaveAlone,  // no rule changes its text
  Remove,      // it is changed, and the DKIM-Signature field is removed
};

// What becomes of a message whose recipients get different results.
enum class PerRecipient {
  Split,   // each group gets its own copy
  Single,  // all get one: a copy that anybody outside gets, before others
};

struct Policy {
  Organization organization;
  rules::Ruleset rules;
  std::vector<std::optional<signature::Signature>> signatures;  // one a rule, set where it has a disclaimer
  base::Limits limits;
  OnBrokenDkim on_broken_dkim = OnBrokenDkim::Keep;
  PerRecipient per_recipient = PerRecipient::Single;
  bool suppress_duplicates = false;  // for all recipients, not only where a rule says it
  std::string hub = {};              // this host in X-Waybill-Hop; empty: there is no memory of what was seen
  std::string copy_key = {};         // makes the marks of our copies (engine/copy_mark.h); empty: there are none
  std::vector<rules::Classification> classifications = {};
  message::AttributeMap attributes = message::AttributeMap();
  std::string dedupe_key = {};  // of dedupe IDs (dedupe/dedupe_id.h); empty: they have none
};

}  // namespace waybill::engine
