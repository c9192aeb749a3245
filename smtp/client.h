// smtp/client.h: hands messages to an MTA by SMTP: our own small client.
//
// What: copies of a message that has several results, and reports about messages, go to a port of the MTA on this
// host. The message is sent as it is; nothing is added but what SMTP itself asks for (smtp/data_writer.h).
// Not here: what the copies are (engine/), TLS and AUTH (the server is on this host), a queue (the server has one).
//
// Contract
//   deliver() returns at its deadline, whatever the server does. Its answer says for each recipient what the server
//   said; when RCPT was accepted, the reply to the end of the message decides.
//   An error means: not accepted, as far as we know. The reply to the end of the message may have been lost.
//   A message is sent once. Only what fails on a kept connection before a byte of the message was sent is tried on
//   another one: the server may have ended it meanwhile.
//   At most Options::connections at a time; who finds none free waits, at most until the deadline. Options::kept of
//   them stay open; nothing else runs between messages.
// Fails: Unavailable, TimedOut; the text names the server. Never throws but std::bad_alloc.
// Why not libESMTP or libcurl: libESMTP 1.1 removes and adds header fields, encodes ENVID twice and cannot keep
// connections; libcurl 7.88 has no DSN parameters.
// Threads: any number.
// Example
//   auto client = smtp::Client::make({.server = "127.0.0.1:10026"});
//   const auto receipt = (*client)->deliver(submission, std::chrono::steady_clock::now() + 30s);
//   if (receipt && std::all_of(receipt->replies.begin(), receipt->replies.end(), message::is_accepted)) ...
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/ports.h"
#include "smtp/connection.h"
#include "smtp/options.h"

namespace waybill::smtp {

class Client : public engine::Outgoing {
 public:
  // Fails when options.server is no endpoint. Connects to nothing yet.
  static base::Result<std::unique_ptr<Client>> make(const Options& options);

  base::Result<message::Receipt> deliver(const message::Submission& submission,
                                         std::chrono::steady_clock::time_point deadline) override;

 private:
  using Kept = std::unique_ptr<Connection>;
  struct Turn {  // one of options_.connections, while it lives
    Client& client;
    ~Turn() { client.end_turn(); }
  };

  Client(Options options, net::Endpoint endpoint) : options_(std::move(options)), endpoint_(std::move(endpoint)) {}

  base::Result<message::Receipt> deliver_over_one(const message::Submission& submission, net::Deadline deadline);
  bool take_turn(net::Deadline deadline);
  void end_turn() noexcept;
  Kept take_kept();
  void keep(Kept connection);

  const Options options_;
  const net::Endpoint endpoint_;
  std::mutex mutex_;
  std::condition_variable turn_;
  std::size_t busy_ = 0;
  std::vector<Kept> kept_;  // the one used last is the last
};

}  // namespace waybill::smtp
