// store/answers_file.cpp: rows, and what stands in them.
#include "store/answers_file.h"

#include <nlohmann/json.hpp>

namespace waybill::store {
namespace {

using Json = nlohmann::json;

const Schema& answers_schema() {
  static const Schema kSteps = {
      "CREATE TABLE directory (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
      "CREATE TABLE answer (directory INTEGER NOT NULL, kind INTEGER NOT NULL, subject TEXT NOT NULL,"
      " in_group TEXT NOT NULL, at INTEGER NOT NULL, value TEXT NOT NULL,"
      " PRIMARY KEY (directory, kind, subject, in_group));"
      "CREATE INDEX answer_by_time ON answer (at);",
  };
  return kSteps;
}

constexpr const char* kPutDirectory = "INSERT OR IGNORE INTO directory (name) VALUES (?1)";
constexpr const char* kPut =
    "INSERT OR REPLACE INTO answer VALUES ((SELECT id FROM directory WHERE name = ?1), ?2, ?3, ?4, ?5, ?6)";
constexpr const char* kRead =
    "SELECT kind, subject, in_group, at, value FROM answer WHERE directory ="
    " (SELECT id FROM directory WHERE name = ?1) ORDER BY at";
constexpr const char* kDropOver =
    "DELETE FROM answer WHERE rowid IN (SELECT rowid FROM answer WHERE at < ?1 ORDER BY at LIMIT ?2)";
constexpr const char* kDropOldest = "DELETE FROM answer WHERE rowid IN (SELECT rowid FROM answer ORDER BY at LIMIT ?1)";
constexpr std::int64_t kStep = 200;
constexpr std::chrono::seconds kWait(10);  // for a lock, where no mail waits

std::int64_t to_number(std::chrono::system_clock::time_point at) {
  return std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

std::string encode(const message::Fact& fact) {
  Json value = Json::object();
  if (const auto* found = std::get_if<message::Found>(&fact)) {
    value["found"] = true;
    if (found->entry != nullptr) {
      value["dn"] = found->entry->dn;
      value["attributes"] = std::map<std::string, std::vector<std::string>>(found->entry->attributes.begin(),
                                                                            found->entry->attributes.end());
    }
  } else if (const auto* no = std::get_if<message::NotFound>(&fact)) {
    value["note"] = no->note;
  }
  std::string out;
  Json::to_cbor(value, out);
  return out;
}

message::Fact decode(const std::string& bytes) {
  const Json value = Json::from_cbor(bytes);
  if (!value.value("found", false)) return message::NotFound{value.at("note")};
  if (!value.contains("dn")) return message::Found{};
  auto entry = std::make_shared<message::Entry>();
  entry->dn = value.at("dn");
  for (const auto& [name, values] : value.at("attributes").items()) entry->attributes[name] = values;
  return message::Found{std::move(entry)};
}

std::optional<engine::Answer> to_answer(const Statement& row) {
  const std::chrono::system_clock::time_point at{std::chrono::milliseconds(row.integer(3))};
  try {
    return engine::Answer{
        {static_cast<message::QueryKind>(row.integer(0)), row.text(1), row.text(2)}, decode(row.text(4)), at};
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace

base::Result<AnswersFile> AnswersFile::open(const AnswersOptions& options, std::chrono::milliseconds wait) {
  const auto in_file = [&](const base::Error& error) {
    return base::Error{error.kind, options.path + ": " + error.text};
  };
  auto database = Database::open(options.path, answers_schema(), wait, Use::Records);
  if (!database) return database.error();
  if (auto error = database->run("PRAGMA secure_delete = ON")) return in_file(*error);
  auto put_directory = database->prepare(kPutDirectory);
  if (!put_directory) return in_file(put_directory.error());
  auto put = database->prepare(kPut);
  if (!put) return in_file(put.error());
  auto room = Room::prepare(*database, kDropOver, kDropOldest, options.most_bytes);
  if (!room) return in_file(room.error());
  return AnswersFile(std::move(*database), std::move(*put_directory), std::move(*put), std::move(*room),
                     options.keep.count());
}

std::optional<base::Error> AnswersFile::examine(const AnswersOptions& options) {
  return Database::examine(options.path, answers_schema(), kWait);
}

std::optional<base::Error> AnswersFile::write(const std::vector<Record>& records, std::int64_t now) {
  auto transaction = Transaction::begin(database_);
  if (!transaction) return transaction.error();
  for (const auto& [directory, answer] : records) {
    if (auto error = put_directory_.bind(directory).run()) return error;
    const message::Query& query = answer.query;
    put_.bind(directory).bind(static_cast<std::int64_t>(query.kind)).bind(query.subject).bind(query.group);
    if (auto error = put_.bind(to_number(answer.at)).bind(encode(answer.fact)).run()) return error;
  }
  const auto step = kStep + static_cast<std::int64_t>(records.size());
  if (auto error = room_.make(now - keep_, step)) return error;
  return transaction->commit();
}

base::Result<std::vector<engine::Answer>> AnswersFile::read(const AnswersOptions& options, const std::string& directory,
                                                            std::chrono::milliseconds wait) {
  auto database = Database::open_existing(options.path, answers_schema(), wait, Use::Records);
  if (!database) return database.error();
  auto rows = database->prepare(kRead);
  if (!rows) return rows.error();
  rows->bind(directory);
  std::vector<engine::Answer> out;
  for (;;) {
    const auto row = rows->next();
    if (!row) return row.error();
    if (!*row) return out;
    if (auto answer = to_answer(*rows)) out.push_back(std::move(*answer));
  }
}

}  // namespace waybill::store
