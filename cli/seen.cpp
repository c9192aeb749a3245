// cli/seen.cpp: records of the memory as rows, lines or JSON.
#include "cli/seen.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/text.h"
#include "cli/print_diagnostics.h"
#include "cli/table.h"
#include "message/address.h"
#include "store/redis_records.h"
#include "store/seen_file.h"
#include "tracking/fields.h"

namespace waybill::cli {
namespace {

using store::SeenRecord;

constexpr std::int64_t kShown = 100'000;

std::string date_time(std::int64_t seconds) {
  constexpr std::int64_t kMilliseconds = 1000;
  return tracking::date_time(seconds * kMilliseconds);
}

std::string proven(const SeenRecord& record) { return record.proven_at ? date_time(*record.proven_at) : "no"; }

std::string normalized(const std::string& address) {
  return message::with_normalized_domain(message::strip_brackets(address));
}

void print_as_table(const std::vector<SeenRecord>& records) {
  std::vector<std::array<std::string, 6>> rows = {{"arrived", "proven", "recipient", "queue-id", "hub", "dedupe-id"}};
  for (const SeenRecord& record : records) {
    rows.push_back({date_time(record.at), proven(record), base::printable(record.recipient),
                    base::printable(record.queue_id), base::printable(record.hub), base::printable(record.id)});
  }
  print_table(rows);
}

void print_as_json(const std::vector<SeenRecord>& records) {
  for (const SeenRecord& record : records) {
    nlohmann::ordered_json out = {{"dedupe-id", record.id},        {"way", record.way},
                                  {"recipient", record.recipient}, {"hub", record.hub},
                                  {"queue-id", record.queue_id},   {"arrived", date_time(record.at)}};
    if (record.proven_at) out["proven"] = date_time(*record.proven_at);
    out["expires"] = date_time(record.expires);
    fmt::print("{}\n", out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  }
}

base::Result<std::vector<SeenRecord>> list(const config::DedupeOptions& options, const store::SeenFilter& filter,
                                           std::int64_t most) {
  return options.is_in_redis ? store::list_seen(options.redis, filter, most)
                             : store::list_seen(options.seen, filter, most);
}

base::Result<std::int64_t> forget(const config::DedupeOptions& options, const store::SeenFilter& filter) {
  return options.is_in_redis ? store::forget_seen(options.redis, filter) : store::forget_seen(options.seen, filter);
}

int nothing_known_of(const std::string& what) {
  fmt::print(stderr, "waybill: nothing is known of {}\n", base::printable(what));
  return 1;
}

}  // namespace

int run_seen_list(const SeenListOptions& options) {
  const auto settings = read_settings(options.config);
  if (!settings) return 1;
  const store::SeenFilter filter{.recipient = normalized(options.recipient), .queue_id = options.queue_id};
  const auto records = list(settings->dedupe, filter, options.limit);
  if (!records) return complain(records.error().text);
  options.format == "json" ? print_as_json(*records) : print_as_table(*records);
  return 0;
}

int run_seen_show(const std::string& config, const std::string& id) {
  const auto settings = read_settings(config);
  if (!settings) return 1;
  const auto records = list(settings->dedupe, {.id = id}, kShown);
  if (!records) return complain(records.error().text);
  for (const SeenRecord& record : *records) {
    fmt::print("{} at {}\n  recipient: {}\n  arrived: {}\n  proven: {}\n  forgotten after: {}\n",
               base::printable(record.queue_id), base::printable(record.hub), base::printable(record.recipient),
               date_time(record.at), proven(record), date_time(record.expires));
  }
  return records->empty() ? nothing_known_of(id) : 0;
}

int run_seen_forget(const std::string& config, const std::string& what) {
  const auto settings = read_settings(config);
  if (!settings) return 1;
  const bool is_address = what.find('@') != std::string::npos;
  const store::SeenFilter filter =
      is_address ? store::SeenFilter{.recipient = normalized(what)} : store::SeenFilter{.id = what};
  const auto forgotten = forget(settings->dedupe, filter);
  if (!forgotten) return complain(forgotten.error().text);
  if (*forgotten == 0) return nothing_known_of(what);
  fmt::print("{} was taken out of {} arrivals\n", base::printable(what), *forgotten);
  return 0;
}

}  // namespace waybill::cli
