// store/answers_file.h: answers of directories in an SQLite file.
//
// What: a row is a directory, a question, when it was answered, and the answer as CBOR (RFC 8949): an entry with its
// attributes, or the note of a "no".
//
// Contract
//   write() puts all answers or none, in one transaction, each in place of the last one to that question. Answers older
//   than `keep` are dropped on the way, and above most_bytes the oldest. What is dropped is overwritten
//   (secure_delete). read() skips what it cannot decode.
// Fails: as store/database.h.
// Threads: one at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/ports.h"
#include "store/database.h"
#include "store/room.h"

namespace waybill::store {

struct AnswersOptions {
  std::string path;
  std::chrono::milliseconds keep{0};
  std::int64_t most_bytes = 64LL * 1024 * 1024;
};

class AnswersFile {
 public:
  using Options = AnswersOptions;
  struct Record {
    std::string directory;
    engine::Answer answer;
  };

  static base::Result<AnswersFile> open(const AnswersOptions& options, std::chrono::milliseconds wait);
  static std::optional<base::Error> examine(const AnswersOptions& options);  // as store/database.h
  // `now`: milliseconds since 1970.
  std::optional<base::Error> write(const std::vector<Record>& records, std::int64_t now);

  // Oldest first. NotFound: there is no file.
  static base::Result<std::vector<engine::Answer>> read(const AnswersOptions& options, const std::string& directory,
                                                        std::chrono::milliseconds wait);

 private:
  AnswersFile(Database database, Statement put_directory, Statement put, Room room, std::int64_t keep)
      : database_(std::move(database)),
        put_directory_(std::move(put_directory)),
        put_(std::move(put)),
        room_(std::move(room)),
        keep_(keep) {}

  Database database_;  // outlives its statements
  Statement put_directory_;
  Statement put_;
  Room room_;
  std::int64_t keep_;  // milliseconds
};

}  // namespace waybill::store
