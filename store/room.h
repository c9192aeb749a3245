// store/room.h: keeps a table bounded, in small steps: what is over goes, and beyond `most_bytes` the oldest too.
//
// Contract: make() is called inside the transaction that adds rows, so that nobody waits for a great cleaning. It drops
// `step` rows that are over at most, and while the file is too large the oldest, five times as many at most. The file
// does not shrink: the pages that became free are used again.
// Fails: as store/database.h.
// Threads: those of the database.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "store/database.h"

namespace waybill::store {

class Room {
 public:
  // drop_over deletes up to ?2 rows that ?1 says are over, drop_oldest up to ?1 of the oldest.
  static base::Result<Room> prepare(const Database& database, const char* drop_over, const char* drop_oldest,
                                    std::int64_t most_bytes);

  std::optional<base::Error> make(std::int64_t over, std::int64_t step);

 private:
  Room(Statement drop_over, Statement drop_oldest, Statement used_bytes, std::int64_t most_bytes)
      : drop_over_(std::move(drop_over)),
        drop_oldest_(std::move(drop_oldest)),
        used_bytes_(std::move(used_bytes)),
        most_bytes_(most_bytes) {}

  Statement drop_over_;
  Statement drop_oldest_;
  Statement used_bytes_;
  std::int64_t most_bytes_;
};

}  // namespace waybill::store
