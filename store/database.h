// store/database.h: an SQLite file, and statements on it.
//
// What: the only place that calls sqlite3_*. A folder of tables (store/delivered.h) says what stands in the file.
//
// Contract
//   open() makes the file when there is none (0600, in a folder that exists), and brings its tables up to the last
//   step of the schema: step N is the SQL that leads from version N to N + 1 (PRAGMA user_version). A file of a newer
//   schema, or of another program (application_id), is refused and stays as it is.
//   WAL. What for a file is opened says what a commit is worth (Use). Another process may have the file open too; a
//   lock that it holds is waited for, `wait` at most. Statements are prepared once and used again. Values are bound,
//   never written into SQL.
// Fails: values, never exceptions. Unavailable: full disk, locked, I/O; Invalid: damaged, newer, no database.
// Threads: one at a time (no mutex inside): the owner locks.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waybill::store {

using Schema = std::vector<const char*>;

enum class Use {
  Promises,  // synchronous = FULL: what was committed is on disk
  Records,   // synchronous = NORMAL: the file stays whole, but a power cut may take the last commits away
  Reading,   // the file has to be there, with the present schema; nothing is written
};

class Statement {
 public:
  // Values of the parameters ?1, ?2 ... in turn.
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);

  // The first row's first column, when there is a row. The statement is ready for the next values then.
  base::Result<std::optional<std::int64_t>> number();
  // Row after row: true where there is one, with its columns, counted from 0; else ready for the next values.
  base::Result<bool> next();
  std::string text(int column) const;
  std::int64_t integer(int column) const;
  // Runs what gives no rows.
  std::optional<base::Error> run();

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  base::Error failed(int code);
  void reset();

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

class Database {
 public:
  static base::Result<Database> open(const std::string& path, const Schema& schema, std::chrono::milliseconds wait,
                                     Use use = Use::Promises);

  // NotFound when there is no file.
  static base::Result<Database> open_existing(const std::string& path, const Schema& schema,
                                              std::chrono::milliseconds wait, Use use);

  // Reads all of a file that is there, and changes nothing: what is wrong with it.
  static std::optional<base::Error> examine(const std::string& path, const Schema& schema,
                                            std::chrono::milliseconds wait);

  // A file that Waybill made, by its head, and whose pages are damaged becomes PATH.broken, in place of an earlier one:
  // true. Any other stays: one that is locked or may not be read, of a newer schema, of another program or of nobody
  // that is known. REQUIRES that nothing in this process has it open. Fails when it cannot be renamed.
  static base::Result<bool> set_aside_damaged(const std::string& path, std::chrono::milliseconds wait);

  base::Result<Statement> prepare(const char* sql) const;
  std::optional<base::Error> run(const char* sql) const;  // one or several statements, without values

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  explicit Database(sqlite3* handle) : handle_(handle) {}
  static base::Result<Database> open_file(const std::string& path, int flags, std::chrono::milliseconds wait);
  std::optional<base::Error> prepare_file(const Schema& schema, Use use) const;
  std::optional<base::Error> check_owner() const;
  std::optional<base::Error> check_version(const Schema& schema) const;
  std::optional<base::Error> check_content(const Schema& schema) const;
  std::optional<base::Error> check_pages() const;
  std::optional<base::Error> upgrade(const Schema& schema) const;
  base::Result<std::int64_t> pragma(const char* sql) const;
  base::Error failed(int code) const;

  std::unique_ptr<sqlite3, Close> handle_;
};

// Rolls back unless commit() succeeded.
class Transaction {
 public:
  static base::Result<Transaction> begin(const Database& database);
  ~Transaction();
  Transaction(Transaction&& other) noexcept;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction& operator=(Transaction&&) = delete;

  std::optional<base::Error> commit();

 private:
  explicit Transaction(const Database& database) : database_(&database) {}
  const Database* database_;
};

}  // namespace waybill::store
