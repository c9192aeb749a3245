// cli/id.h: `waybill id`: the dedupe ID of messages, and what it is made of (docs/formats.md).
//
// Contract
//   The ID is what waybilld stamps: with the key of the configuration, when there is one. A configuration that was not
//   named and is not there means that there is no key.
//   --queue-id says under which queue id the MTA had the message: what the MTA added does not count then, and a message
//   that is not recognizable has its arrival behind the ID (dedupe/message_id.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace waybill::cli {

struct IdOptions {
  std::string config = "/etc/waybill/waybill.toml";
  bool config_is_named = false;
  std::string queue_id = {};
  bool json = false;
  std::vector<std::string> inputs = {};  // files, folders, or "-"
};

// 0, or 2 when an input could not be read or has no ID, 1 when the configuration is wrong.
int run_id(const IdOptions& options);

}  // namespace waybill::cli
