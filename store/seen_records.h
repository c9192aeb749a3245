// store/seen_records.h: what `waybill seen` shows of the memory of seen messages, whatever store has it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace waybill::store {

// One arrival of a message for one recipient.
struct SeenRecord {
  std::string id;   // the dedupe ID
  std::string way;  // dedupe/passage.h, and the number of hops
  std::string recipient;
  std::string hub;
  std::string queue_id;
  std::int64_t at = 0;                                   // seconds since 1970, as all times here
  std::optional<std::int64_t> proven_at = std::nullopt;  // nothing: a candidate
  std::int64_t expires = 0;

  friend bool operator==(const SeenRecord&, const SeenRecord&) = default;
};

// What is not empty has to be equal.
struct SeenFilter {
  std::string id = {};
  std::string recipient = {};  // normalized
  std::string queue_id = {};
};

}  // namespace waybill::store
