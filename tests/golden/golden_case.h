// tests/golden/golden_case.h: one case: a folder that a mail administrator can read.
//
//   README        one sentence: what the case shows
//   message.eml   the message, lines ended by LF (an MTA gets it with CRLF) or, for cases about line ends, as is
//   envelope      `key: value` lines, all optional: from, to (repeated), parameters (what ESMTP has behind the address
//                 above), client, auth, local (yes: no TCP client), now, domain (repeated), network (repeated), partner
//                 (repeated), classification NAME ID (repeated), dkim (keep, leave-alone, remove), copies (split,
//                 single: the default); other defaults as `waybill explain`
//   rules.toml    or rules.ps1
//   facts         what the directory answered (attachments are looked into, not told):
//                   person anna@example.com: found     and indented `attribute: value` lines, `dn` among them
//                   entry uid=boss,dc=example: found
//                   member anna@example.com of "All Users": yes | no | unavailable REASON
//                   person bob@example.com: not found
//   expect        the printed outcome
//   after.eml     the message afterwards, when it is accepted; after.2.eml ... further copies
//   mta           the case goes through real MTAs, too (tests/integration/test_golden.py): empty, or `MTA: what it
//                 does in its own way`, as docs/operations.md has it
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/policy.h"
#include "engine/process.h"
#include "message/envelope.h"
#include "message/fact.h"
#include "message/message.h"
#include "message/outcome.h"
#include "message/raw_message.h"
#include "rules/check.h"

namespace waybill::golden {

struct Case {
  std::filesystem::path folder;
  std::unique_ptr<const std::string> bytes;  // message.eml; `raw` points into it
  message::RawMessage raw;
  message::Envelope envelope;
  rules::RuleFile rules;  // as they are written
  engine::Policy policy;  // with these rules
  message::Facts facts;
  std::int64_t now = 0;
};

std::vector<std::filesystem::path> case_folders();

// Throws std::runtime_error that names file and line when a case is not well written.
Case read_case(const std::filesystem::path& folder);

// Puts these rules into the policy.
void use_rules(engine::Policy& policy, const rules::RuleFile& file, base::Diagnostics& diagnostics);

// The outcome for a message of the case. Attachments are looked into; another question that the case's facts do not
// answer is a fault of the case: std::runtime_error.
message::Outcome decide(const Case& c, const engine::Policy& policy, const message::Message& message,
                        engine::Audience audience = {});

std::string read_file(const std::filesystem::path& path);

}  // namespace waybill::golden
