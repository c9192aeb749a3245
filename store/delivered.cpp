// store/delivered.cpp: the table of those who have their copy.
#include "store/delivered.h"

#include <utility>

#include "message/address.h"

namespace waybill::store {
namespace {

const Schema& schema() {
  static const Schema kSteps = {
      "CREATE TABLE delivered (id TEXT NOT NULL, way TEXT NOT NULL, recipient TEXT NOT NULL, expires INTEGER NOT NULL,"
      " PRIMARY KEY (id, way, recipient)) WITHOUT ROWID;"
      "CREATE INDEX delivered_by_expiry ON delivered (expires);",
  };
  return kSteps;
}

constexpr const char* kFind = "SELECT 1 FROM delivered WHERE id = ?1 AND way = ?2 AND recipient = ?3 AND expires > ?4";
constexpr const char* kPut =
    "INSERT INTO delivered VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET expires = max(expires, excluded.expires)";
constexpr const char* kDropPassage = "DELETE FROM delivered WHERE id = ?1 AND way = ?2";
constexpr const char* kDropOver =
    "DELETE FROM delivered WHERE (id, way, recipient) IN"
    " (SELECT id, way, recipient FROM delivered WHERE expires <= ?1 ORDER BY expires LIMIT ?2)";
constexpr const char* kDropNext =
    "DELETE FROM delivered WHERE (id, way, recipient) IN"
    " (SELECT id, way, recipient FROM delivered ORDER BY expires LIMIT ?1)";
constexpr std::int64_t kStep = 200;

}  // namespace

base::Result<std::unique_ptr<Delivered>> Delivered::open(const DeliveredOptions& options) {
  auto database = Database::open(options.path, schema(), options.wait);
  if (!database) return database.error();
  std::vector<Statement> made;
  for (const char* sql : {kFind, kPut, kDropPassage}) {
    auto statement = database->prepare(sql);
    if (!statement) return base::Error{statement.error().kind, options.path + ": " + statement.error().text};
    made.push_back(std::move(*statement));
  }
  auto room = Room::prepare(*database, kDropOver, kDropNext, options.most_bytes);
  if (!room) return base::Error{room.error().kind, options.path + ": " + room.error().text};
  Statements all = {std::move(made[0]), std::move(made[1]), std::move(made[2]), std::move(*room)};
  return std::unique_ptr<Delivered>(new Delivered(std::move(*database), std::move(all)));
}

std::optional<base::Error> Delivered::examine(const DeliveredOptions& options) {
  return Database::examine(options.path, schema(), options.wait);
}

base::Result<std::vector<bool>> Delivered::knows(const dedupe::Passage& passage,
                                                 const std::vector<std::string>& recipients, std::int64_t now) {
  const std::lock_guard lock(mutex_);
  std::vector<bool> out;
  for (const std::string& recipient : recipients) {
    const std::string address = message::normalized(recipient);
    const auto found = statements_.find.bind(passage.id).bind(passage.way).bind(address).bind(now).number();
    if (!found) return found.error();
    out.push_back(found->has_value());
  }
  return out;
}

std::optional<base::Error> Delivered::remember(const dedupe::Passage& passage,
                                               const std::vector<std::string>& recipients, std::int64_t now) {
  const std::lock_guard lock(mutex_);
  auto transaction = Transaction::begin(database_);
  if (!transaction) return transaction.error();
  if (auto error = statements_.room.make(now, kStep)) return error;
  const std::int64_t expires = now + passage.lifetime();
  for (const std::string& recipient : recipients) {
    const std::string address = message::normalized(recipient);
    if (auto error = statements_.put.bind(passage.id).bind(passage.way).bind(address).bind(expires).run()) return error;
  }
  return transaction->commit();
}

std::optional<base::Error> Delivered::forget(const dedupe::Passage& passage) {
  const std::lock_guard lock(mutex_);
  return statements_.drop_passage.bind(passage.id).bind(passage.way).run();
}

}  // namespace waybill::store
