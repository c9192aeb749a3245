// tracking/fields.cpp: the table of fields, and lines of it.
#include "tracking/fields.h"

#include <algorithm>

#include "base/csv.h"
#include "rules/iso_date.h"

namespace waybill::tracking {
namespace {

std::vector<std::string> addresses(const Event& event) {
  std::vector<std::string> out;
  for (const Recipient& to : event.recipients) out.push_back(to.address);
  return out;
}

std::vector<std::string> statuses(const Event& event) {
  const auto is_told = [](const Recipient& to) { return !to.status.empty(); };
  std::vector<std::string> out;
  if (std::none_of(event.recipients.begin(), event.recipients.end(), is_told)) return out;
  for (const Recipient& to : event.recipients) out.push_back(to.status);
  return out;
}

std::string joined(const Field& field) {
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&field.value)) return *text;
  std::string out;
  for (std::string item : *std::get_if<std::vector<std::string>>(&field.value)) {
    if (field.name == "recipient-status") std::replace(item.begin(), item.end(), ';', ',');
    out.append(item).append(";");
  }
  if (!out.empty()) out.pop_back();
  return out.find_first_not_of(';') == std::string::npos ? std::string() : out;  // addresses that are not shown
}

}  // namespace

std::array<Field, kFields> fields(const Trail& trail, const Event& event) {
  return {{
      {"date-time", date_time(event.at)},
      {"client-ip", trail.client_ip},
      {"client-hostname"},
      {"server-ip"},
      {"server-hostname", trail.server},
      {"source-context", event.context},
      {"connector-id"},
      {"source", event.source},
      {"event-id", event.id},
      {"internal-message-id", trail.queue_id},
      {"message-id", trail.message_id},
      {"network-message-id", trail.dedupe_id},
      {"recipient-address", addresses(event)},
      {"recipient-status", statuses(event)},
      {"total-bytes", trail.bytes},
      {"recipient-count", static_cast<std::int64_t>(event.recipients.size())},
      {"related-recipient-address", event.related},
      {"reference"},
      {"message-subject", trail.subject},
      {"sender-address", trail.sender},
      {"return-path", trail.return_path},
      {"message-info"},
      {"directionality", trail.directionality},
      {"tenant-id"},
      {"original-client-ip", trail.client_ip},
      {"original-server-ip"},
      {"custom-data", event.custom_data},
      {"transport-traffic-type", std::string("Email")},
      {"log-id", event.log_id},
      {"schema-version"},
  }};
}

std::string date_time(std::int64_t milliseconds) {
  constexpr std::int64_t kSecond = 1000;
  std::string fraction = std::to_string(kSecond + milliseconds % kSecond);
  fraction.front() = '.';
  std::string out = rules::to_iso_date(milliseconds / kSecond);
  return out.insert(out.size() - 1, fraction);
}

std::string csv_head(std::string_view version, std::int64_t now) {
  std::string out = "#Software: Waybill\n#Version: ";
  out.append(version).append("\n#Log-type: Message Tracking Log\n#Date: ").append(date_time(now)).append("\n#Fields: ");
  const auto all = fields({}, {});
  for (const Field& field : all) out.append(field.name).append(&field == &all.back() ? "\n" : ",");
  return out;
}

std::string csv_line(const Trail& trail, const Event& event) {
  std::string out;
  const auto all = fields(trail, event);
  for (const Field& field : all) out.append(base::csv_field(joined(field))).append(&field == &all.back() ? "\n" : ",");
  return out;
}

}  // namespace waybill::tracking
