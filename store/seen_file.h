// store/seen_file.h: the memory of seen messages in an SQLite file (docs/formats.md).
//
// What: the writer's side of engine::Seen, the look-up, and what `waybill seen` reads and forgets.
//
// Contract
//   write() adds all records or none, in their order, in one transaction: a position of the log never stands in the
//   file without the proofs before it. What is over is dropped on the way, at least as much as comes, and above
//   most_bytes what would be over first.
//   synchronous = NORMAL: a power cut may take the last moments away. Then a duplicate passes; nothing is lost.
// Fails: as store/database.h.
// Threads: one at a time, each for itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/ports.h"
#include "store/database.h"
#include "store/room.h"
#include "store/seen_records.h"

namespace waybill::store {

struct SeenOptions {
  std::string path = "/var/lib/waybill/seen.db";
  std::chrono::milliseconds window = std::chrono::days(7);
  std::int64_t most_bytes = 256LL * 1024 * 1024;

  friend bool operator==(const SeenOptions&, const SeenOptions&) = default;
};

// Candidates: those of an arrival that are in place. In any case older candidates of its queue id go.
struct SeenCandidates {
  engine::Arrival arrival;
};
// What the log said, and how far it was read.
struct SeenProofs {
  std::string hub;
  std::vector<engine::Proof> proofs;
  std::string position;
  std::int64_t now = 0;
};

class SeenFile {
 public:
  using Record = std::variant<SeenCandidates, SeenProofs>;
  using Options = SeenOptions;

  static base::Result<SeenFile> open(const SeenOptions& options, std::chrono::milliseconds wait);
  static std::optional<base::Error> examine(const SeenOptions& options);  // as store/database.h

  // `now`: milliseconds since 1970.
  std::optional<base::Error> write(const std::vector<Record>& records, std::int64_t now);

 private:
  struct Statements {
    Statement drop_candidates, put, prove, keep_position;
    Room room;
  };
  SeenFile(Database database, Statements statements, std::int64_t window)
      : database_(std::move(database)), statements_(std::move(statements)), window_(window) {}
  static base::Result<Statements> prepare(const Database& database, std::int64_t most_bytes);

  std::optional<base::Error> put(const SeenCandidates& candidates);
  std::optional<base::Error> put(const SeenProofs& proofs);

  Database database_;  // outlives its statements
  Statements statements_;
  std::int64_t window_;  // seconds
};

// Finds proven arrivals, beside the writer.
class SeenLookup {
 public:
  static base::Result<SeenLookup> open(const SeenOptions& options, std::chrono::milliseconds wait);

  // One a recipient.
  base::Result<std::vector<std::optional<engine::Sighting>>> proven(const engine::Arrival& arrival);
  base::Result<std::string> position(const std::string& hub);

 private:
  SeenLookup(Database database, Statement find, Statement position)
      : database_(std::move(database)), find_(std::move(find)), position_(std::move(position)) {}

  Database database_;
  Statement find_;
  Statement position_;
};

// The newest `most`, newest first. NotFound without a file, here and below.
base::Result<std::vector<SeenRecord>> list_seen(const SeenOptions& options, const SeenFilter& filter,
                                                std::int64_t most);
// How many were there.
base::Result<std::int64_t> forget_seen(const SeenOptions& options, const SeenFilter& filter);

}  // namespace waybill::store
