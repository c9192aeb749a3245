// store/database.cpp: the calls of SQLite.
#include "store/database.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <utility>

namespace waybill::store {
namespace {

constexpr std::int64_t kApplication = 0x57794231;  // "WyB1"

base::Error to_error(int code, const std::string& text) {
  switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {base::ErrorKind::Invalid, text};
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_ERROR:
      return {base::ErrorKind::Internal, text};
    default:
      return {base::ErrorKind::Unavailable, text};
  }
}

// For nobody else to read; SQLite gives its other files the same rights. One that is there is not opened: closing it
// again would drop the locks that this process has on it.
void make_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) close(file);
}

// By the file's first bytes, which tell it even when SQLite can make nothing of the rest.
// Source: SQLite's file format, 1.3 (magic, and the application id at 68, big-endian).
bool is_made_by_waybill(const std::string& path) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  constexpr std::size_t kIdAt = 68;
  constexpr std::size_t kIdSize = 4;
  std::array<char, kIdAt + kIdSize> head{};
  std::ifstream file(path, std::ios::binary);
  if (!file.read(head.data(), head.size()) || !std::string_view(head.data(), head.size()).starts_with(kMagic)) {
    return false;
  }
  std::uint32_t id = 0;
  for (std::size_t i = kIdAt; i < head.size(); ++i) id = id << 8U | static_cast<unsigned char>(head[i]);
  return id == kApplication;
}

base::Error other_version(std::int64_t version, const Schema& schema) {
  const bool is_newer = version > static_cast<std::int64_t>(schema.size());
  return {base::ErrorKind::Invalid, std::string("was written by ") + (is_newer ? "a newer" : "an older") +
                                        " version (schema " + std::to_string(version) + ", this one knows " +
                                        std::to_string(schema.size()) + ')'};
}

}  // namespace

// ---- Statement ----

Statement& Statement::bind(std::string_view text) {
  sqlite3_bind_text(statement_.get(), ++bound_, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), ++bound_, number);
  return *this;
}

base::Result<std::optional<std::int64_t>> Statement::number() {
  std::optional<std::int64_t> out;
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) out = sqlite3_column_int64(statement_.get(), 0);
  if (code != SQLITE_ROW && code != SQLITE_DONE) return failed(code);
  reset();
  return out;
}

base::Result<bool> Statement::next() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) return failed(code);
  reset();
  return false;
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::optional<base::Error> Statement::run() {
  const auto out = number();
  return out ? std::nullopt : std::optional<base::Error>(out.error());
}

base::Error Statement::failed(int code) {
  base::Error out = to_error(code, sqlite3_errmsg(sqlite3_db_handle(statement_.get())));
  reset();
  return out;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
  bound_ = 0;
}

// ---- Database ----

base::Result<Database> Database::open_file(const std::string& path, int flags, std::chrono::milliseconds wait) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database out(handle);
  if (code != SQLITE_OK) return out.failed(code);
  sqlite3_busy_timeout(handle, static_cast<int>(wait.count()));
  return out;
}

base::Result<Database> Database::open(const std::string& path, const Schema& schema, std::chrono::milliseconds wait,
                                      Use use) {
  const bool writes = use != Use::Reading;
  if (writes) make_file(path);
  auto out = open_file(path, writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY, wait);
  const auto error = out ? out->prepare_file(schema, use) : out.error();
  if (error) return base::Error{error->kind, path + ": " + error->text};
  return out;
}

base::Result<Database> Database::open_existing(const std::string& path, const Schema& schema,
                                               std::chrono::milliseconds wait, Use use) {
  if (access(path.c_str(), F_OK) == 0) return open(path, schema, wait, use);
  const auto kind = errno == ENOENT ? base::ErrorKind::NotFound : base::ErrorKind::Unavailable;
  return base::Error{kind, path + ": " + std::strerror(errno)};
}

std::optional<base::Error> Database::examine(const std::string& path, const Schema& schema,
                                             std::chrono::milliseconds wait) {
  const auto database = open_file(path, SQLITE_OPEN_READONLY, wait);
  auto error = database ? database->check_content(schema) : database.error();
  if (error) error->text = path + ": " + error->text;
  return error;
}

base::Result<bool> Database::set_aside_damaged(const std::string& path, std::chrono::milliseconds wait) {
  if (!is_made_by_waybill(path)) return false;
  {
    const auto database = open_file(path, SQLITE_OPEN_READONLY, wait);
    const auto error = database ? database->check_pages() : database.error();
    if (!error || error->kind != base::ErrorKind::Invalid) return false;
  }
  for (const char* file : {"-wal", "-shm", ""}) {  // the log first: a new database must not find it
    const std::string from = path + file;
    if (std::rename(from.c_str(), (path + ".broken" + file).c_str()) == 0 || errno == ENOENT) continue;
    return base::Error{base::ErrorKind::Unavailable, from + ": cannot be renamed: " + std::strerror(errno)};
  }
  return true;
}

std::optional<base::Error> Database::check_content(const Schema& schema) const {
  if (auto error = check_owner()) return error;
  const auto version = pragma("PRAGMA user_version");
  if (!version) return version.error();
  if (*version > static_cast<std::int64_t>(schema.size())) return other_version(*version, schema);
  return check_pages();
}

std::optional<base::Error> Database::check_pages() const {
  const auto faults = pragma("SELECT count(*) FROM pragma_quick_check(1) WHERE quick_check <> 'ok'");
  if (!faults) return faults.error();
  if (*faults != 0) return base::Error{base::ErrorKind::Invalid, "is damaged"};
  return std::nullopt;
}

std::optional<base::Error> Database::check_owner() const {
  const auto application = pragma("PRAGMA application_id");
  if (!application) return application.error();
  const auto tables = pragma("SELECT count(*) FROM sqlite_master");
  if (!tables) return tables.error();
  if (*application == kApplication || *tables == 0) return std::nullopt;
  return base::Error{base::ErrorKind::Invalid, "this is the database of another program"};
}

std::optional<base::Error> Database::prepare_file(const Schema& schema, Use use) const {
  if (auto error = check_owner()) return error;
  if (use == Use::Reading) return check_version(schema);
  if (auto error = run("PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 1048576")) return error;
  if (auto error = run(use == Use::Promises ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")) {
    return error;
  }
  return upgrade(schema);
}

std::optional<base::Error> Database::check_version(const Schema& schema) const {
  const auto version = pragma("PRAGMA user_version");
  if (!version) return version.error();
  const bool is_present = *version == static_cast<std::int64_t>(schema.size());
  return is_present ? std::nullopt : std::optional(other_version(*version, schema));
}

std::optional<base::Error> Database::upgrade(const Schema& schema) const {
  auto transaction = Transaction::begin(*this);
  if (!transaction) return transaction.error();
  const auto version = pragma("PRAGMA user_version");
  if (!version) return version.error();
  const auto last = static_cast<std::int64_t>(schema.size());
  if (*version > last) return other_version(*version, schema);
  if (*version == last) return std::nullopt;
  for (auto step = static_cast<std::size_t>(*version); step < schema.size(); ++step) {
    if (auto error = run(schema[step])) return error;
  }
  const std::string marks =
      "PRAGMA user_version = " + std::to_string(last) + "; PRAGMA application_id = " + std::to_string(kApplication);
  if (auto error = run(marks.c_str())) return error;
  return transaction->commit();
}

base::Result<std::int64_t> Database::pragma(const char* sql) const {
  auto statement = prepare(sql);
  if (!statement) return statement.error();
  const auto out = statement->number();
  if (!out) return out.error();
  return out->value_or(0);
}

base::Result<Statement> Database::prepare(const char* sql) const {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return failed(code);
  return Statement(statement);
}

std::optional<base::Error> Database::run(const char* sql) const {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? std::nullopt : std::optional<base::Error>(failed(code));
}

base::Error Database::failed(int code) const {
  return to_error(code, handle_ ? sqlite3_errmsg(handle_.get()) : "no memory");
}

// ---- Transaction ----

base::Result<Transaction> Transaction::begin(const Database& database) {
  if (auto error = database.run("BEGIN IMMEDIATE")) return *error;
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  if (database_ != nullptr) (void)database_->run("ROLLBACK");
}

std::optional<base::Error> Transaction::commit() {
  if (auto error = database_->run("COMMIT")) return error;
  database_ = nullptr;
  return std::nullopt;
}

}  // namespace waybill::store
