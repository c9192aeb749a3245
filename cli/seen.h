// cli/seen.h: `waybill seen`: what waybilld remembers of messages, to suppress duplicates of them.
//
// Contract: list prints the newest --limit arrivals, newest first, as a table for people or as JSON, one object a line.
// show prints all that is known of one dedupe ID. forget takes a dedupe ID or a recipient out of the memory: what comes
// next of it passes.
#pragma once

#include <cstdint>
#include <string>

namespace waybill::cli {

struct SeenListOptions {
  std::string config = "/etc/waybill/waybill.toml";
  std::string recipient = {};
  std::string queue_id = {};
  std::int64_t limit = 100;
  std::string format = "table";  // "table", "json"
};

// 0 fine, also without any arrival; 1 the configuration is wrong, or (show) nothing is known; 2 the memory cannot be
// read.
int run_seen_list(const SeenListOptions& options);
int run_seen_show(const std::string& config, const std::string& id);
int run_seen_forget(const std::string& config, const std::string& what);

}  // namespace waybill::cli
