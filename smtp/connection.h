// smtp/connection.h: one connection to an SMTP server, for one transaction after another.
//
// Contract
//   open() connects, reads the greeting and says EHLO. deliver() is one transaction (RFC 5321, 3.3): the replies to
//   RCPT and to the end of the message become one reply for each recipient. Both return at their deadline. A server
//   that says more than it was asked for is not believed: a reply that came early could be taken for "250" to a message
//   that it never took. After an error, or when is_usable() says no, the connection is of no more use. The destructor
//   says QUIT and does not wait for the answer.
// Threads: one at a time.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"
#include "message/submission.h"
#include "net/endpoint.h"
#include "net/stream.h"
#include "smtp/capabilities.h"
#include "smtp/data_writer.h"
#include "smtp/replies.h"

namespace waybill::smtp {

class Connection {
 public:
  static base::Result<Connection> open(const net::Endpoint& endpoint, const std::string& helo, net::Deadline deadline);
  ~Connection();
  Connection(Connection&&) = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection& operator=(Connection&&) = delete;

  base::Result<message::Receipt> deliver(const message::Submission& submission, net::Deadline deadline);

  bool is_usable() const { return usable_; }
  // Still open and silent, and not for longer than `most` without work.
  bool is_fresh(std::chrono::seconds most) const;
  // The last deliver() sent nothing of the message: when it failed, it may be tried again elsewhere.
  bool sent_nothing() const { return !sent_content_; }

 private:
  explicit Connection(net::Stream stream) : stream_(std::move(stream)) {}

  base::Result<message::Receipt> transact(const message::Submission& submission, const Survey& survey,
                                          net::Deadline deadline);
  base::Result<std::vector<message::Reply>> envelope(const message::Submission& submission, const Survey& survey,
                                                     net::Deadline deadline);
  base::Result<message::Reply> content(const message::Submission& submission, net::Deadline deadline);
  base::Result<std::vector<RawReply>> exchange(const std::vector<std::string>& commands, net::Deadline deadline);
  base::Result<RawReply> exchange_one(const std::string& command, net::Deadline deadline);
  base::Result<RawReply> send_and_read(const net::Source& bytes, bool is_content, net::Deadline deadline);
  base::Result<RawReply> read_reply(net::Deadline deadline);
  base::Result<RawReply> interruption(bool is_content, net::Deadline deadline);
  base::Error misbehaved(const std::string& what) const;

  net::Stream stream_;
  Replies replies_;
  Capabilities server_;
  std::vector<std::string> warnings_;
  std::chrono::steady_clock::time_point idle_since_ = std::chrono::steady_clock::now();
  bool usable_ = true;
  bool sent_content_ = false;
};

}  // namespace waybill::smtp
