// smtp/client.cpp: turns and kept connections.
#include "smtp/client.h"

#include <utility>

namespace waybill::smtp {
namespace {

constexpr std::chrono::seconds kMostIdle(60);  // Postfix waits 300 seconds for the next command

}  // namespace

base::Result<std::unique_ptr<Client>> Client::make(const Options& options) {
  auto endpoint = net::parse_endpoint(options.server);
  if (!endpoint) return endpoint.error();
  return std::unique_ptr<Client>(new Client(options, std::move(*endpoint)));
}

base::Result<message::Receipt> Client::deliver(const message::Submission& submission, net::Deadline deadline) {
  if (!take_turn(deadline)) {
    return base::Error{base::ErrorKind::TimedOut, endpoint_.text + ": all connections are busy"};
  }
  const Turn turn{*this};
  auto receipt = deliver_over_one(submission, deadline);
  if (receipt) return receipt;
  return base::Error{receipt.error().kind, endpoint_.text + ": " + receipt.error().text};
}

base::Result<message::Receipt> Client::deliver_over_one(const message::Submission& submission, net::Deadline deadline) {
  while (Kept kept = take_kept()) {
    auto receipt = kept->deliver(submission, deadline);
    if (!receipt && kept->sent_nothing() && receipt.error().kind != base::ErrorKind::TimedOut) continue;
    keep(std::move(kept));
    return receipt;
  }
  auto opened = Connection::open(endpoint_, options_.helo, deadline);
  if (!opened) return opened.error();
  auto connection = std::make_unique<Connection>(std::move(*opened));
  auto receipt = connection->deliver(submission, deadline);
  keep(std::move(connection));
  return receipt;
}

bool Client::take_turn(net::Deadline deadline) {
  std::unique_lock lock(mutex_);
  if (!turn_.wait_until(lock, deadline, [&] { return busy_ < options_.connections; })) return false;
  ++busy_;
  return true;
}

void Client::end_turn() noexcept {
  {
    const std::lock_guard lock(mutex_);
    --busy_;
  }
  turn_.notify_one();
}

Client::Kept Client::take_kept() {
  std::vector<Kept> ended;  // closed without the lock
  const std::lock_guard lock(mutex_);
  while (!kept_.empty()) {
    Kept last = std::move(kept_.back());
    kept_.pop_back();
    if (last->is_fresh(kMostIdle)) return last;
    ended.push_back(std::move(last));
  }
  return nullptr;
}

void Client::keep(Kept connection) {
  const std::lock_guard lock(mutex_);
  if (connection->is_usable() && kept_.size() < options_.kept) kept_.push_back(std::move(connection));
}

}  // namespace waybill::smtp
