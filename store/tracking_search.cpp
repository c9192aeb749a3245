// store/tracking_search.cpp: conditions of SQL, and rows as trails.
#include "store/tracking_search.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "store/database.h"
#include "store/tracking_schema.h"
#include "store/where.h"

namespace waybill::store {
namespace {

using tracking::Event;
using tracking::Trail;

constexpr std::chrono::seconds kWait(10);  // for a lock

constexpr const char* kEvents =
    "SELECT m.id, m.at, m.queue_id, m.message_id, m.dedupe_id, m.client_ip, m.server, m.bytes, m.subject, m.sender,"
    " m.return_path, m.directionality, e.place, e.at, e.event_id, e.source, e.context, e.custom_data"
    " FROM message m JOIN event e ON e.message = m.id";
constexpr const char* kRecipients =
    "SELECT related, address, status FROM recipient WHERE message = ?1 AND event = ?2 ORDER BY place";

Where where(const TrackingSearch& search) {
  Where out;
  if (!search.message_ids.empty()) out.add("m.message_id IN " + out.list(search.message_ids));
  if (!search.queue_id.empty()) out.add("m.queue_id = " + out.value(search.queue_id));
  if (!search.sender_forms.empty()) {
    const std::string forms = out.list(search.sender_forms);
    out.add("(m.sender IN " + forms + " OR m.return_path IN " + forms + ')');
  }
  if (!search.recipient_forms.empty()) {
    out.add("(e.message, e.place) IN (SELECT message, event FROM recipient WHERE address IN " +
            out.list(search.recipient_forms) + ')');
  }
  if (!search.event_id.empty()) out.add("e.event_id = " + out.value(search.event_id));
  if (search.since) out.add("m.at >= " + out.value(*search.since));
  if (search.until) out.add("m.at < " + out.value(*search.until));
  return out;
}

struct Found {
  Trail trail;
  std::int64_t message = 0;
  std::int64_t place = 0;
};

Found read(const Statement& row) {
  Found out;
  out.message = row.integer(0);
  out.trail = {row.integer(1), row.text(5), row.text(6), row.text(2),  row.text(3),  row.text(4),
               row.integer(7), row.text(8), row.text(9), row.text(10), row.text(11), {}};
  out.place = row.integer(12);
  Event event{row.text(14), row.text(15), row.integer(13), row.text(16)};
  event.custom_data = row.text(17);
  event.log_id = std::to_string(out.message) + '.' + std::to_string(out.place);
  out.trail.events.push_back(std::move(event));
  return out;
}

std::optional<base::Error> add_recipients(Statement& recipients, Found& found) {
  Event& event = found.trail.events.front();
  recipients.bind(found.message).bind(found.place);
  for (;;) {
    const auto row = recipients.next();
    if (!row) return row.error();
    if (!*row) return std::nullopt;
    if (recipients.integer(0) != 0) {
      event.related.push_back(recipients.text(1));
    } else {
      event.recipients.push_back({recipients.text(1), recipients.text(2)});
    }
  }
}

base::Result<std::vector<Trail>> find_in(const Database& database, const TrackingSearch& search) {
  Where conditions = where(search);
  const std::string most = conditions.value(search.most);
  const std::string sql = kEvents + conditions.text() + " ORDER BY m.at DESC, m.id DESC, e.place DESC LIMIT " + most;
  auto events = database.prepare(sql.c_str());
  if (!events) return events.error();
  auto recipients = database.prepare(kRecipients);
  if (!recipients) return recipients.error();
  conditions.bind_to(*events);
  std::vector<Trail> out;
  for (;;) {
    const auto row = events->next();
    if (!row) return row.error();
    if (!*row) break;
    Found found = read(*events);
    if (auto error = add_recipients(*recipients, found)) return *error;
    out.push_back(std::move(found.trail));
  }
  std::reverse(out.begin(), out.end());
  return out;
}

// ?1 and ?2 are the forms of an address.
constexpr const char* kCount =
    "SELECT count(*) FROM message WHERE sender IN (?1, ?2) OR return_path IN (?1, ?2)"
    " OR id IN (SELECT message FROM recipient WHERE address IN (?1, ?2))";
constexpr std::array<const char*, 4> kForget = {
    "UPDATE message SET subject = '', message_id = '', client_ip = ''"
    " WHERE sender IN (?1, ?2) OR return_path IN (?1, ?2)"
    " OR (id IN (SELECT message FROM recipient WHERE address IN (?1, ?2)) AND NOT EXISTS"
    " (SELECT 1 FROM recipient r WHERE r.message = message.id AND r.related = 0 AND r.address NOT IN (?1, ?2, '')))",
    "UPDATE message SET sender = '' WHERE sender IN (?1, ?2)",
    "UPDATE message SET return_path = '' WHERE return_path IN (?1, ?2)",
    "UPDATE recipient SET address = '', status = '' WHERE address IN (?1, ?2)",
};

base::Result<Forgotten> forget_in(const Database& database, const std::vector<std::string>& forms) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  auto count = database.prepare(kCount);
  if (!count) return count.error();
  const auto messages = count->bind(forms.front()).bind(forms.back()).number();
  if (!messages) return messages.error();
  for (const char* sql : kForget) {
    auto statement = database.prepare(sql);
    if (!statement) return statement.error();
    if (auto error = statement->bind(forms.front()).bind(forms.back()).run()) return *error;
  }
  if (auto error = transaction->commit()) return *error;
  auto checkpoint = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  if (!checkpoint) return checkpoint.error();
  const auto is_busy = checkpoint->number();
  if (!is_busy) return is_busy.error();
  return Forgotten{messages->value_or(0), is_busy->value_or(1) == 0};
}

base::Error in_file(const std::string& path, const base::Error& error) {
  return {error.kind, path + ": " + error.text};
}

}  // namespace

base::Result<std::vector<Trail>> find_events(const std::string& path, const TrackingSearch& search) {
  const auto database = Database::open_existing(path, tracking_schema(), kWait, Use::Reading);
  if (!database) return database.error();
  auto out = find_in(*database, search);
  if (!out) return in_file(path, out.error());
  return out;
}

base::Result<Forgotten> forget_address(const std::string& path, const std::vector<std::string>& forms,
                                       std::chrono::milliseconds wait) {
  const auto database = Database::open_existing(path, tracking_schema(), wait, Use::Records);
  if (!database) return database.error();
  if (auto error = database->run("PRAGMA secure_delete = ON")) return in_file(path, *error);
  auto out = forget_in(*database, forms);
  if (!out) return in_file(path, out.error());
  return out;
}

}  // namespace waybill::store
