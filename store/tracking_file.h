// store/tracking_file.h: writes trails of messages to the tracking log, an SQLite file.
//
// Contract
//   write() adds all trails or none, in one transaction; tracking/privacy.h says how texts stand in the file. Messages
//   older than the retention are dropped on the way, at least as many as come, and above most_bytes the oldest.
//   What is dropped is overwritten (secure_delete): a forgotten address stays nowhere in the file.
//   synchronous = NORMAL: the log is a record, not a promise. A power cut may take the last moments of it away; nobody
//   is answered by it, and no write waits for the disk.
// Fails: as store/database.h; a key file that is needed and cannot be had is an error too.
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/database.h"
#include "store/room.h"
#include "store/tracking_options.h"
#include "tracking/privacy.h"
#include "tracking/trail.h"

namespace waybill::store {

class TrackingFile {
 public:
  using Record = tracking::Trail;
  using Options = TrackingOptions;

  static base::Result<TrackingFile> open(const TrackingOptions& options, std::chrono::milliseconds wait);
  static std::optional<base::Error> examine(const TrackingOptions& options);  // as store/database.h

  // `now`: milliseconds since 1970.
  std::optional<base::Error> write(const std::vector<tracking::Trail>& trails, std::int64_t now);

 private:
  struct Statements {
    Statement put_message, put_event, put_recipient;
    Room room;
  };
  TrackingFile(Database database, Statements statements, tracking::Privacy privacy, std::int64_t retention)
      : database_(std::move(database)),
        statements_(std::move(statements)),
        privacy_(std::move(privacy)),
        retention_(retention) {}
  static base::Result<Statements> prepare(const Database& database, std::int64_t most_bytes);
  std::optional<base::Error> put(const tracking::Trail& trail);
  std::optional<base::Error> put(std::int64_t message, std::int64_t place, const tracking::Event& event);

  Database database_;  // outlives its statements
  Statements statements_;
  tracking::Privacy privacy_;
  std::int64_t retention_;  // milliseconds
};

}  // namespace waybill::store
