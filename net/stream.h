// net/stream.h: bytes to and from a socket, each step under a deadline.
//
// Contract
//   The socket never blocks: every wait is poll() with what is left until the deadline, and each call returns at it.
//   send() takes slices from `next` until that gives an empty one. What arrives meanwhile is read into `input`, so that
//   a server that answers while it is being written to cannot make both sides wait; more than 256 KiB of it is an
//   error. SIGPIPE is never raised. After an error the stream is of no more use.
// Threads: one at a time.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/endpoint.h"

namespace waybill::net {

using Deadline = std::chrono::steady_clock::time_point;
using Source = std::function<std::string_view()>;

class Stream {
 public:
  static base::Result<Stream> connect(const Endpoint& endpoint, Deadline deadline);
  ~Stream();
  Stream(Stream&& other) noexcept : socket_(other.socket_) { other.socket_ = -1; }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  Stream& operator=(Stream&&) = delete;

  // False: something arrived before all was sent, and the rest was left unsent; only with `stop_at_input`.
  base::Result<bool> send(const Source& next, bool stop_at_input, std::string& input, Deadline deadline);
  // Waits for at least one byte. False: the other side closed.
  base::Result<bool> receive(std::string& input, Deadline deadline);
  // Nothing to read: no bytes, no end, no error.
  bool is_quiet() const;

 private:
  explicit Stream(int socket) : socket_(socket) {}

  base::Result<short> wait(short events, Deadline deadline) const;
  base::Result<bool> read_some(std::string& input);

  int socket_;
};

}  // namespace waybill::net
