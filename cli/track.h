// cli/track.h: `waybill track`: what message tracking knows of messages, and `waybill track forget ADDRESS`.
//
// Contract: reads the file that waybilld writes, also while it does. Conditions are ANDed. The newest --limit events
// are printed, oldest first: as a table for people, as the CSV of Exchange's log, or as JSON, one object a line with
// the same field names, lists as arrays, fields without a value left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace waybill::cli {

struct TrackOptions {
  std::string config = "/etc/waybill/waybill.toml";
  std::string message_id = {};
  std::string queue_id = {};
  std::optional<std::string> sender = std::nullopt;  // "<>" is the null sender
  std::string recipient = {};
  std::string event = {};  // one of tracking::kEventIds
  std::string since = {};  // what why_no_moment() has no complaint about, or empty
  std::string until = {};
  std::int64_t limit = 1000;
  std::string format = "table";  // "table", "csv", "json"
};

// What is wrong with --since or --until; empty: nothing.
std::string why_no_moment(const std::string& text);

// 0 fine, also without any event; 1 the configuration is wrong, 2 the file or the key cannot be read.
int run_track(const TrackOptions& options);
int run_track_forget(const std::string& config, const std::string& address);

}  // namespace waybill::cli
