// cli/track.cpp: a search, and its events in one of three forms.
#include "cli/track.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/quantity.h"
#include "base/text.h"
#include "cli/print_diagnostics.h"
#include "cli/table.h"
#include "cli/version.h"
#include "message/address.h"
#include "rules/iso_date.h"
#include "store/key_file.h"
#include "store/tracking_search.h"
#include "tracking/fields.h"
#include "tracking/privacy.h"

namespace waybill::cli {
namespace {

using tracking::Trail;
using Row = std::array<std::string, 6>;

std::int64_t now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::floor<std::chrono::milliseconds>(since).count();
}

// "2026-01-31", "2026-01-31T12:00+01:00", or "2h": so long ago.
std::optional<std::int64_t> parse_moment(const std::string& text) {
  constexpr std::int64_t kSecond = 1000;
  if (const auto ago = base::parse_quantity(text, base::kTimes)) return now() - *ago;
  const auto moment = rules::parse_iso_date(text);
  return moment ? std::optional(moment->seconds * kSecond) : std::nullopt;
}

// Empty without a file: nothing was hashed then.
base::Result<std::string> read_key(const store::TrackingOptions& options) {
  if (access(options.key_file.c_str(), F_OK) != 0) return std::string();
  return store::read_key_file(options.key_file);
}

store::TrackingSearch search_of(const TrackOptions& options, const std::string& key) {
  store::TrackingSearch out;
  if (!options.message_id.empty()) out.message_ids = {options.message_id, '<' + options.message_id + '>'};
  out.queue_id = options.queue_id;
  if (options.sender) out.sender_forms = tracking::forms_of(*options.sender, key);
  if (!options.recipient.empty()) out.recipient_forms = tracking::forms_of(options.recipient, key);
  out.event_id = options.event;
  if (!options.since.empty()) out.since = parse_moment(options.since);
  if (!options.until.empty()) out.until = parse_moment(options.until);
  out.most = options.limit;
  return out;
}

// ---- JSON ----

nlohmann::ordered_json json_of(const tracking::Value& value) {
  return std::visit([](const auto& held) -> nlohmann::ordered_json { return held; }, value);
}

bool is_told(const tracking::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  const auto* list = std::get_if<std::vector<std::string>>(&value);
  return text != nullptr ? !text->empty() : list == nullptr || !list->empty();
}

std::string json_line(const Trail& trail) {
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  for (const tracking::Field& field : tracking::fields(trail, trail.events.front())) {
    if (is_told(field.value)) out[std::string(field.name)] = json_of(field.value);
  }
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

// ---- Table ----

// The first, and how many there are beside it.
std::string first_of(const std::vector<std::string>& all) {
  if (all.empty()) return {};
  return all.size() == 1 ? all.front() : fmt::format("{} (+{})", all.front(), all.size() - 1);
}

// What a person wants to know of an event beyond who and when.
std::string detail(const Trail& trail, const tracking::Event& event) {
  if (event.id == "RECEIVE") return trail.subject;
  if (event.id == "REDIRECT") return "instead of " + first_of(event.related);
  if (event.id == "AGENTINFO") return event.custom_data;
  return event.recipients.empty() ? std::string() : event.recipients.front().status;
}

Row row_of(const Trail& trail) {
  const tracking::Event& event = trail.events.front();
  std::vector<std::string> recipients;
  for (const tracking::Recipient& to : event.recipients) recipients.push_back(to.address);
  const std::string& sender = trail.sender.empty() ? trail.return_path : trail.sender;
  return {tracking::date_time(event.at), event.id, trail.queue_id, sender, first_of(recipients), detail(trail, event)};
}

void print_as_table(const std::vector<Trail>& trails) {
  std::vector<Row> rows = {{"date-time", "event-id", "queue-id", "sender", "recipients", "detail"}};
  std::transform(trails.begin(), trails.end(), std::back_inserter(rows), row_of);
  print_table(rows);
}

void print_events(const std::vector<Trail>& trails, const std::string& format) {
  if (format == "table") return print_as_table(trails);
  if (format == "csv") fmt::print("{}", tracking::csv_head(kVersion, now()));
  for (const Trail& trail : trails) {
    fmt::print("{}", format == "csv" ? tracking::csv_line(trail, trail.events.front()) : json_line(trail));
  }
}

}  // namespace

std::string why_no_moment(const std::string& text) {
  return parse_moment(text) ? "" : text + ": expected a time such as 2026-01-31T12:00Z, or how long ago, such as 2h";
}

int run_track(const TrackOptions& options) {
  const auto settings = read_settings(options.config);
  if (!settings) return 1;
  const store::TrackingOptions& tracking = settings->tracking;
  const auto key = read_key(tracking);
  if (!key) return complain(key.error().text);
  store::TrackingSearch search = search_of(options, *key);
  ++search.most;  // one more tells that there are more
  auto found = store::find_events(tracking.path, search);
  if (!found) return complain(found.error().text);
  if (static_cast<std::int64_t>(found->size()) > options.limit) {
    found->erase(found->begin());
    fmt::print(stderr, "waybill: there are more events; these are the newest {} (--limit)\n", options.limit);
  }
  print_events(*found, options.format);
  return 0;
}

int run_track_forget(const std::string& config, const std::string& address) {
  const auto settings = read_settings(config);
  if (!settings) return 1;
  const store::TrackingOptions& tracking = settings->tracking;
  const auto key = read_key(tracking);
  if (!key) return complain(key.error().text);
  const auto forgotten = store::forget_address(tracking.path, tracking::forms_of(address, *key));
  if (!forgotten) return complain(forgotten.error().text);
  const std::string bare(message::strip_brackets(address));
  fmt::print("{} was taken out of {} messages\n", base::printable(bare), forgotten->messages);
  if (forgotten->is_overwritten) return 0;
  return complain(tracking.path + "-wal still holds it, as somebody reads the file; run this again later");
}

}  // namespace waybill::cli
