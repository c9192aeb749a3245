// tests/golden/golden_case.h: one case: a folder that a mail administrator can read.
//
//   README        one sentence: what the case shows
//   message.eml   the message, lines ended by LF (an MTA gets it with CRLF) or, for cases about line ends, as is
//   envelope      `key: value` lines, all optional: from, to (repeated), client, auth, local (yes: no TCP
//                 client), now, domain (repeated), network (repeated); defaults as `waybill explain`
//   rules.toml    or rules.ps1
//   facts         what the directory answered:
//                   person anna@example.com: found     and indented `attribute: value` lines, `dn` among them
//                   entry uid=boss,dc=example: found
//                   member anna@example.com of "All Users": yes | no | unavailable REASON
//                   person bob@example.com: not found
//   expect        the printed outcome
//   after.eml     the message afterwards, when it is accepted
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/policy.h"
#include "message/envelope.h"
#include "message/fact.h"
#include "message/raw_message.h"

namespace waybill::golden {

struct Case {
  std::filesystem::path folder;
  std::unique_ptr<const std::string> bytes;  // message.eml; `raw` points into it
  message::RawMessage raw;
  message::Envelope envelope;
  engine::Policy policy;
  message::Facts facts;
  std::int64_t now = 0;
};

std::vector<std::filesystem::path> case_folders();

// Throws std::runtime_error that names file and line when a case is not well written.
Case read_case(const std::filesystem::path& folder);

std::string read_file(const std::filesystem::path& path);

}  // namespace waybill::golden
