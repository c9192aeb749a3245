// store/redis_connection.h: one connection to a Redis or Sentinel server, for one exchange after another.
//
// Contract
//   open() connects, by TLS with a context, to the first address of the name that answers. exchange() sends the
//   commands together and gives one reply each, errors of the server among them. Both return at their deadline,
//   whatever the server does. One that says more than it was asked for is not believed: what it says could be taken for
//   the answer to the next question. After an error the connection is of no more use.
// Fails: Unavailable, TimedOut; the text names the server. What is sent is in no text.
// Threads: one at a time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "net/stream.h"
#include "net/tls.h"
#include "store/redis_replies.h"

namespace waybill::store {

using RedisCommand = std::vector<std::string>;

class RedisConnection {
 public:
  // `tls`: nothing: without.
  static base::Result<RedisConnection> open(const std::string& address, const std::optional<net::TlsContext>& tls,
                                            net::Deadline deadline);

  base::Result<std::vector<RedisReply>> exchange(std::span<const RedisCommand> commands, net::Deadline deadline);
  base::Result<RedisReply> exchange(const RedisCommand& command, net::Deadline deadline);

  const std::string& address() const { return address_; }
  // Still open and silent, and not for longer than `most` without work.
  bool is_fresh(std::chrono::seconds most) const;

 private:
  RedisConnection(std::string address, net::Stream stream) : address_(std::move(address)), stream_(std::move(stream)) {}

  base::Result<std::vector<RedisReply>> try_exchange(std::span<const RedisCommand> commands, net::Deadline deadline);
  base::Result<bool> send(const std::string& bytes, net::Deadline deadline);
  base::Result<RedisReply> read_reply(net::Deadline deadline);

  std::string address_;
  net::Stream stream_;
  std::optional<net::Tls> tls_;
  RedisReplies replies_;
  std::chrono::steady_clock::time_point idle_since_ = std::chrono::steady_clock::now();
  bool is_usable_ = true;
};

// `deadline`, when that much is still to be done one after the other: each gets an equal share of what is left.
net::Deadline share_of(net::Deadline deadline, std::size_t to_do);

}  // namespace waybill::store
