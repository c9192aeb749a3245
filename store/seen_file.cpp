// store/seen_file.cpp: one table of arrivals, one of positions.
#include "store/seen_file.h"

#include <algorithm>

#include "store/where.h"

namespace waybill::store {
namespace {

using engine::Seen;

const Schema& schema() {
  static const Schema kSteps = {
      // proven: when, or 0.
      "CREATE TABLE seen (dedupe_id TEXT NOT NULL, way TEXT NOT NULL, recipient TEXT NOT NULL, hub TEXT NOT NULL,"
      " queue_id TEXT NOT NULL, at INTEGER NOT NULL, proven INTEGER NOT NULL, expires INTEGER NOT NULL);"
      "CREATE INDEX seen_by_message ON seen (dedupe_id, recipient, way);"
      "CREATE INDEX seen_by_queue_id ON seen (queue_id);"
      "CREATE INDEX seen_by_expiry ON seen (expires);"
      "CREATE TABLE log_position (hub TEXT PRIMARY KEY, position TEXT NOT NULL) WITHOUT ROWID;",
  };
  return kSteps;
}

constexpr const char* kDropCandidates = "DELETE FROM seen WHERE queue_id = ?1 AND hub = ?2 AND proven = 0";
constexpr const char* kPut = "INSERT INTO seen VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
// What is proven first stays the only one.
constexpr const char* kProve =
    "UPDATE seen SET proven = ?4, expires = at + ?5"
    " WHERE queue_id = ?1 AND hub = ?2 AND recipient = ?3 AND proven = 0 AND expires > ?4 AND NOT EXISTS"
    " (SELECT 1 FROM seen AS first WHERE first.dedupe_id = seen.dedupe_id AND first.recipient = seen.recipient"
    " AND first.way = seen.way AND first.proven > 0 AND first.expires > ?4)";
constexpr const char* kKeepPosition = "INSERT OR REPLACE INTO log_position VALUES (?1, ?2)";
constexpr const char* kDropOver =
    "DELETE FROM seen WHERE rowid IN (SELECT rowid FROM seen WHERE expires <= ?1 ORDER BY expires LIMIT ?2)";
constexpr const char* kDropNext = "DELETE FROM seen WHERE rowid IN (SELECT rowid FROM seen ORDER BY expires LIMIT ?1)";
constexpr const char* kFind =
    "SELECT hub, queue_id, at FROM seen WHERE dedupe_id = ?1 AND recipient = ?2 AND way = ?3 AND proven > 0"
    " AND expires > ?4 ORDER BY at LIMIT 1";
constexpr const char* kPosition = "SELECT position FROM log_position WHERE hub = ?1";
constexpr const char* kList = "SELECT dedupe_id, way, recipient, hub, queue_id, at, proven, expires FROM seen";
constexpr std::int64_t kStep = 200;
constexpr std::chrono::seconds kWait(10);  // for a lock, where no mail waits

base::Error in_file(const SeenOptions& options, const base::Error& error) {
  return {error.kind, options.path + ": " + error.text};
}

Where where(const SeenFilter& filter) {
  Where out;
  if (!filter.id.empty()) out.add("dedupe_id = " + out.value(filter.id));
  if (!filter.recipient.empty()) out.add("recipient = " + out.value(filter.recipient));
  if (!filter.queue_id.empty()) out.add("queue_id = " + out.value(filter.queue_id));
  return out;
}

SeenRecord record_of(const Statement& row) {
  SeenRecord out{row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.integer(5)};
  if (row.integer(6) > 0) out.proven_at = row.integer(6);
  out.expires = row.integer(7);
  return out;
}

base::Result<std::vector<SeenRecord>> list_in(const Database& database, const SeenFilter& filter, std::int64_t most) {
  Where conditions = where(filter);
  const std::string limit = conditions.value(most);
  auto rows = database.prepare((kList + conditions.text() + " ORDER BY at DESC, rowid DESC LIMIT " + limit).c_str());
  if (!rows) return rows.error();
  conditions.bind_to(*rows);
  std::vector<SeenRecord> out;
  for (;;) {
    const auto row = rows->next();
    if (!row) return row.error();
    if (!*row) return out;
    out.push_back(record_of(*rows));
  }
}

base::Result<std::int64_t> forget_in(const Database& database, const SeenFilter& filter) {
  const Where conditions = where(filter);
  auto drop = database.prepare(("DELETE FROM seen" + conditions.text() + " RETURNING 1").c_str());
  if (!drop) return drop.error();
  conditions.bind_to(*drop);
  for (std::int64_t count = 0;; ++count) {
    const auto row = drop->next();
    if (!row) return row.error();
    if (!*row) return count;
  }
}

}  // namespace

// ---- Writing ----

base::Result<SeenFile> SeenFile::open(const SeenOptions& options, std::chrono::milliseconds wait) {
  auto database = Database::open(options.path, schema(), wait, Use::Records);
  if (!database) return database.error();
  auto statements = prepare(*database, options.most_bytes);
  if (!statements) return in_file(options, statements.error());
  return SeenFile(std::move(*database), std::move(*statements),
                  std::chrono::floor<std::chrono::seconds>(options.window).count());
}

std::optional<base::Error> SeenFile::examine(const SeenOptions& options) {
  return Database::examine(options.path, schema(), kWait);
}

base::Result<SeenFile::Statements> SeenFile::prepare(const Database& database, std::int64_t most_bytes) {
  std::vector<Statement> made;
  for (const char* sql : {kDropCandidates, kPut, kProve, kKeepPosition}) {
    auto statement = database.prepare(sql);
    if (!statement) return statement.error();
    made.push_back(std::move(*statement));
  }
  auto room = Room::prepare(database, kDropOver, kDropNext, most_bytes);
  if (!room) return room.error();
  return Statements{std::move(made[0]), std::move(made[1]), std::move(made[2]), std::move(made[3]), std::move(*room)};
}

std::optional<base::Error> SeenFile::write(const std::vector<Record>& records, std::int64_t now) {
  constexpr std::int64_t kSecond = 1000;
  auto transaction = Transaction::begin(database_);
  if (!transaction) return transaction.error();
  for (const Record& record : records) {
    if (auto error = std::visit([&](const auto& each) { return put(each); }, record)) return error;
  }
  const auto step = kStep + static_cast<std::int64_t>(records.size());
  if (auto error = statements_.room.make(now / kSecond, step)) return error;
  return transaction->commit();
}

std::optional<base::Error> SeenFile::put(const SeenCandidates& candidates) {
  const engine::Arrival& arrival = candidates.arrival;
  if (auto error = statements_.drop_candidates.bind(arrival.here.queue_id).bind(arrival.here.hub).run()) return error;
  const engine::Sighting& here = arrival.here;
  const std::int64_t lifetime = std::min(window_, Seen::kCandidateLifetime);
  for (const engine::Arrival::To& to : arrival.recipients) {
    if (!to.in_place) continue;
    statements_.put.bind(arrival.id).bind(arrival.way).bind(to.address).bind(here.hub).bind(here.queue_id);
    if (auto error = statements_.put.bind(here.at).bind(0).bind(here.at + lifetime).run()) return error;
  }
  return std::nullopt;
}

std::optional<base::Error> SeenFile::put(const SeenProofs& proofs) {
  for (const engine::Proof& proof : proofs.proofs) {
    statements_.prove.bind(proof.queue_id).bind(proofs.hub).bind(proof.recipient);
    if (auto error = statements_.prove.bind(proofs.now).bind(window_).run()) return error;
  }
  return statements_.keep_position.bind(proofs.hub).bind(proofs.position).run();
}

// ---- Reading ----

base::Result<SeenLookup> SeenLookup::open(const SeenOptions& options, std::chrono::milliseconds wait) {
  auto database = Database::open(options.path, schema(), wait, Use::Records);
  if (!database) return database.error();
  auto find = database->prepare(kFind);
  if (!find) return in_file(options, find.error());
  auto position = database->prepare(kPosition);
  if (!position) return in_file(options, position.error());
  return SeenLookup(std::move(*database), std::move(*find), std::move(*position));
}

base::Result<std::vector<std::optional<engine::Sighting>>> SeenLookup::proven(const engine::Arrival& arrival) {
  std::vector<std::optional<engine::Sighting>> out;
  for (const engine::Arrival::To& to : arrival.recipients) {
    find_.bind(arrival.id).bind(to.address).bind(arrival.way).bind(arrival.here.at);
    std::optional<engine::Sighting> found;
    for (;;) {  // once more than there are rows
      const auto row = find_.next();
      if (!row) return row.error();
      if (!*row) break;
      found = engine::Sighting{find_.text(0), find_.text(1), find_.integer(2)};
    }
    out.push_back(std::move(found));
  }
  return out;
}

base::Result<std::string> SeenLookup::position(const std::string& hub) {
  std::string out;
  position_.bind(hub);
  for (;;) {
    const auto row = position_.next();
    if (!row) return row.error();
    if (!*row) return out;
    out = position_.text(0);
  }
}

base::Result<std::vector<SeenRecord>> list_seen(const SeenOptions& options, const SeenFilter& filter,
                                                std::int64_t most) {
  const auto database = Database::open_existing(options.path, schema(), kWait, Use::Reading);
  if (!database) return database.error();
  auto out = list_in(*database, filter, most);
  if (!out) return in_file(options, out.error());
  return out;
}

base::Result<std::int64_t> forget_seen(const SeenOptions& options, const SeenFilter& filter) {
  const auto database = Database::open_existing(options.path, schema(), kWait, Use::Records);
  if (!database) return database.error();
  auto out = forget_in(*database, filter);
  if (!out) return in_file(options, out.error());
  return out;
}

}  // namespace waybill::store
