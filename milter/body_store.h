// milter/body_store.h: the body of one message while it comes in, in memory or in a file without a name.
//
// Contract
//   Up to `memory_bytes` the body stays in memory; a larger one goes to an unlinked file below $TMPDIR, else
//   /var/tmp, which is mapped when the body is complete: it then costs page cache, not anonymous memory.
//   A failure (disk full) is kept: later chunks are dropped, and finish() tells it.
//   The view from finish() lives as long as the store.
// Why no memfd: its pages are memory that nobody can write back.
// Threads: one at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace waybill::milter {

class BodyStore {
 public:
  explicit BodyStore(std::size_t memory_bytes) : memory_bytes_(memory_bytes) {}
  BodyStore(BodyStore&& other) noexcept;
  BodyStore& operator=(BodyStore&&) = delete;
  BodyStore(const BodyStore&) = delete;
  BodyStore& operator=(const BodyStore&) = delete;
  ~BodyStore();

  void append(std::string_view chunk);
  base::Result<std::string_view> finish();

  std::size_t size() const { return size_; }
  bool is_in_file() const { return file_ >= 0; }

 private:
  void to_memory(std::string_view chunk);
  void to_file(std::string_view bytes);
  void open_file();
  void fail(const char* what);
  base::Result<std::string_view> map();

  std::size_t memory_bytes_;
  std::size_t size_ = 0;
  std::string memory_;
  int file_ = -1;
  void* mapped_ = nullptr;
  std::optional<base::Error> error_;
};

}  // namespace waybill::milter
