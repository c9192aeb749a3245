// store/seen.h: engine::Seen in an SQLite file: the memory of one hub.
//
// Contract
//   What is written is written behind mail's back (store/behind.h), in the order in which it came: so a proof finds the
//   candidates that were there before the MTA was answered. The end of a message only reads, in some 10 microseconds;
//   it waits for a lock 50 ms at most.
//   While the file cannot be read, meet() says so and opens it again a second later at the earliest; the log is told
//   once when that begins and once when it ends.
// Threads: any number; those that look up wait for each other.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/ports.h"
#include "store/behind.h"
#include "store/seen_file.h"

namespace waybill::store {

class Seen final : public engine::Seen {
 public:
  explicit Seen(SeenOptions options, Pace pace = {});

  base::Result<std::vector<std::optional<engine::Sighting>>> meet(const engine::Arrival& arrival) noexcept override;
  base::Result<std::string> position(const std::string& hub) noexcept override;
  std::optional<base::Error> prove(const std::string& hub, const std::vector<engine::Proof>& proofs,
                                   const std::string& position, std::int64_t now) noexcept override;
  void finish() { behind_.finish(); }

  std::uint64_t lost() const { return behind_.lost(); }  // records

 private:
  template <class Ask>
  auto ask(Ask ask) -> decltype(ask(std::declval<SeenLookup&>()));
  void fail(const base::Error& error);

  const SeenOptions options_;
  std::mutex mutex_;
  std::optional<SeenLookup> lookup_;
  std::optional<base::Error> failure_;  // of the last opening or question
  std::chrono::steady_clock::time_point next_try_;
  Behind<SeenFile> behind_;
};

}  // namespace waybill::store
