// cli/offline.h: messages from files, sent through the same engine::process() as the daemon's.
//
// What: what `waybill explain` and `waybill apply` share: which files, which envelope, which answer.
// Contract
//   Without --sender MAIL FROM is the From address, without --recipient the recipients are those of To and Cc;
//   without --client-ip and --auth the client is 127.0.0.1.
//   A file that cannot be read does not keep the others from being looked at.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/policy.h"
#include "engine/ports.h"
#include "ldap/trace.h"
#include "message/outcome.h"
#include "message/raw_message.h"

namespace waybill::cli {

struct OfflineOptions {
  std::string config = "/etc/waybill/waybill.toml";
  std::optional<std::string> sender = std::nullopt;  // "<>" is the null sender
  std::vector<std::string> recipients = {};
  std::string auth_user = {};
  std::string client_ip = {};
  std::string now = {};                          // ISO 8601 or seconds since 1970; empty: the clock's
  std::vector<std::string> inputs = {};          // files, folders, or "-"
  std::shared_ptr<ldap::Trace> trace = nullptr;  // then answers that waybilld keeps are used as for a mail
};

// The policy with what it asks; empty after the diagnostics were printed.
struct Offline {
  std::shared_ptr<const engine::Policy> policy;
  std::shared_ptr<engine::Directory> directory;
  std::shared_ptr<engine::Inspector> inspector;
  std::chrono::milliseconds timeout{0};
  std::int64_t now = 0;
};
std::optional<Offline> set_up(const OfflineOptions& options);

// A file to look at: where it is, and its path below the folder that was named.
struct Input {
  std::string path;
  std::string name;
};
std::vector<Input> list_inputs(const std::vector<std::string>& named);

// The bytes of a file, or of standard input for "-".
base::Result<std::string> read_input(const std::string& path);

// What became of one message. `bytes` is the file; it does not move, as `raw` points into it.
struct Examined {
  std::unique_ptr<const std::string> bytes;
  message::RawMessage raw;
  message::Outcome outcome;
};
base::Result<Examined> examine(const Offline& offline, const OfflineOptions& options, const std::string& path);

}  // namespace waybill::cli
