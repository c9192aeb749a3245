// store/tracking_file.cpp: rows of trails, and room for them.
#include "store/tracking_file.h"

#include "store/key_file.h"
#include "store/tracking_schema.h"

namespace waybill::store {
namespace {

constexpr const char* kPutMessage =
    "INSERT INTO message (at, queue_id, message_id, dedupe_id, client_ip, server, bytes, subject, sender, return_path,"
    " directionality) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING id";
constexpr const char* kPutEvent = "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr const char* kPutRecipient = "INSERT INTO recipient VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr const char* kDropOver =
    "DELETE FROM message WHERE id IN (SELECT id FROM message WHERE at < ?1 ORDER BY at LIMIT ?2)";
constexpr const char* kDropOldest = "DELETE FROM message WHERE id IN (SELECT id FROM message ORDER BY at LIMIT ?1)";
constexpr std::int64_t kStep = 200;
constexpr std::chrono::seconds kWait(10);  // for a lock, where no mail waits

}  // namespace

base::Result<TrackingFile> TrackingFile::open(const TrackingOptions& options, std::chrono::milliseconds wait) {
  std::string key;
  if (options.needs_key()) {
    auto kept = keep_key_file(options.key_file);
    if (!kept) return kept.error();
    key = std::move(*kept);
  }
  auto database = Database::open(options.path, tracking_schema(), wait, Use::Records);
  if (!database) return database.error();
  if (auto error = database->run("PRAGMA secure_delete = ON")) return *error;
  auto statements = prepare(*database, options.most_bytes);
  if (!statements) return base::Error{statements.error().kind, options.path + ": " + statements.error().text};
  return TrackingFile(std::move(*database), std::move(*statements),
                      tracking::Privacy(options.addresses, options.subjects, std::move(key)),
                      options.retention.count());
}

std::optional<base::Error> TrackingFile::examine(const TrackingOptions& options) {
  return Database::examine(options.path, tracking_schema(), kWait);
}

base::Result<TrackingFile::Statements> TrackingFile::prepare(const Database& database, std::int64_t most_bytes) {
  auto message = database.prepare(kPutMessage);
  if (!message) return message.error();
  auto event = database.prepare(kPutEvent);
  if (!event) return event.error();
  auto recipient = database.prepare(kPutRecipient);
  if (!recipient) return recipient.error();
  auto room = Room::prepare(database, kDropOver, kDropOldest, most_bytes);
  if (!room) return room.error();
  return Statements{std::move(*message), std::move(*event), std::move(*recipient), std::move(*room)};
}

std::optional<base::Error> TrackingFile::write(const std::vector<tracking::Trail>& trails, std::int64_t now) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return transaction.error();
  for (const tracking::Trail& trail : trails) {
    if (auto error = put(trail)) return error;
  }
  const auto step = kStep + static_cast<std::int64_t>(trails.size());
  if (auto error = statements_.room.make(now - retention_, step)) return error;
  return transaction->commit();
}

std::optional<base::Error> TrackingFile::put(const tracking::Trail& trail) {
  const auto message = statements_.put_message.bind(trail.at)
                           .bind(trail.queue_id)
                           .bind(trail.message_id)
                           .bind(trail.dedupe_id)
                           .bind(trail.client_ip)
                           .bind(trail.server)
                           .bind(trail.bytes)
                           .bind(privacy_.subject(trail.subject))
                           .bind(privacy_.address(trail.sender))
                           .bind(privacy_.address(trail.return_path))
                           .bind(trail.directionality)
                           .number();
  if (!message) return message.error();
  std::int64_t place = 0;
  for (const tracking::Event& event : trail.events) {
    if (auto error = put(message->value_or(0), place++, event)) return error;
  }
  return std::nullopt;
}

std::optional<base::Error> TrackingFile::put(std::int64_t message, std::int64_t place, const tracking::Event& event) {
  if (auto error = statements_.put_event.bind(message)
                       .bind(place)
                       .bind(event.at)
                       .bind(event.id)
                       .bind(event.source)
                       .bind(event.context)
                       .bind(event.custom_data)
                       .run()) {
    return error;
  }
  std::int64_t number = 0;
  const auto put_recipient = [&](bool is_related, const std::string& address, const std::string& status) {
    Statement& statement = statements_.put_recipient.bind(message).bind(place).bind(number++).bind(is_related ? 1 : 0);
    return statement.bind(privacy_.address(address)).bind(privacy_.status(status)).run();
  };
  for (const tracking::Recipient& to : event.recipients) {
    if (auto error = put_recipient(false, to.address, to.status)) return error;
  }
  for (const std::string& address : event.related) {
    if (auto error = put_recipient(true, address, {})) return error;
  }
  return std::nullopt;
}

}  // namespace waybill::store
