// store/delivered.h: who has got a copy already, in an SQLite file.
//
// What: engine::Delivered for one host. A row is (dedupe ID, way, recipient) and when it may be forgotten; how they
// make a retry known without losing anything stands in dedupe/passage.h.
//
// Contract
//   remember() is on disk when it returns; all recipients of one call or none. Recipients compare without case.
//   Rows are kept for the passage's lifetime, counted by the wall clock that the caller shows: a clock that is set
//   back keeps them longer. Each remember() removes a few that are over; above `most_bytes` also those that are
//   next, oldest first: a full memory may let a copy be doubled, it never refuses mail.
// Fails: values; then nobody knows who has a copy, and the mail has to wait (ErrorKind of store/database.h).
// Cost: knows() is one look-up a recipient; remember() one fsync.
// Threads: any number; one at a time is let in.
#pragma once

#include <mutex>

#include "engine/ports.h"
#include "store/database.h"
#include "store/room.h"

namespace waybill::store {

struct DeliveredOptions {
  std::string path = "/var/lib/waybill/delivered.db";
  std::int64_t most_bytes = 256LL * 1024 * 1024;  // about 1,500,000 rows
  std::chrono::milliseconds wait{2000};           // for a lock of another process
};

class Delivered : public engine::Delivered {
 public:
  static base::Result<std::unique_ptr<Delivered>> open(const DeliveredOptions& options);

  // Reads a file that is there, and changes nothing: what open() would refuse, or damage inside.
  static std::optional<base::Error> examine(const DeliveredOptions& options);

  base::Result<std::vector<bool>> knows(const dedupe::Passage& passage, const std::vector<std::string>& recipients,
                                        std::int64_t now) override;
  std::optional<base::Error> remember(const dedupe::Passage& passage, const std::vector<std::string>& recipients,
                                      std::int64_t now) override;
  std::optional<base::Error> forget(const dedupe::Passage& passage) override;

 private:
  struct Statements {
    Statement find, put, drop_passage;
    Room room;
  };
  Delivered(Database database, Statements statements)
      : database_(std::move(database)), statements_(std::move(statements)) {}

  std::mutex mutex_;
  Database database_;  // outlives its statements
  Statements statements_;
};

}  // namespace waybill::store
