// store/redis_replies.h: from the bytes that a Redis server sends to its replies (RESP2), by the reader of hiredis.
//
// Contract
//   Pure. Whatever a server sends takes bounded memory between two calls of begin(): kMostBytes of it, kMostItems
//   values in them; a length that is only announced takes none. Beyond that, and at what is no RESP2, an error, and
//   nothing that comes afterwards means anything.
// Why with our own objects: those of hiredis 0.14 take memory for as many items of an array as a server announces.
// Threads: one at a time.
// Standard: https://redis.io/docs/latest/develop/reference/protocol-spec/
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct redisReader;

namespace waybill::store {

struct RedisReply {
  enum class Kind { Nil, Text, Status, Error, Integer, Array };

  Kind kind = Kind::Nil;
  std::string text = {};  // of Text, Status and Error
  std::int64_t number = 0;
  std::vector<RedisReply> items = {};

  bool is_error() const { return kind == Kind::Error; }
  bool is_array(std::size_t size) const { return kind == Kind::Array && items.size() == size; }
};

class RedisReplies {
 public:
  static constexpr std::size_t kMostBytes = 8U * 1024 * 1024;
  static constexpr std::size_t kMostItems = 200'000;

  RedisReplies();

  void begin() { *allowance_ = {}; }
  void put(std::string_view bytes);
  // The next whole reply; nothing when more bytes are needed for it.
  base::Result<std::optional<RedisReply>> next();

  bool is_empty() const;  // all that came was taken

  struct Allowance {  // of one exchange
    std::size_t bytes = 0;
    std::size_t items = 0;
  };

 private:
  struct Free {
    void operator()(redisReader* reader) const noexcept;
  };

  std::unique_ptr<Allowance> allowance_ = std::make_unique<Allowance>();  // its place is known to the reader
  std::unique_ptr<redisReader, Free> reader_;
};

}  // namespace waybill::store
