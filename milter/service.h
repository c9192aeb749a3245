// milter/service.h: what all connections share: the judge of the moment, and how many messages are under way.
//
// Contract: a message keeps the judge with which it began; replace() counts for those that begin later. A message is
// under way from its MAIL to its end, its abort or the end of the connection.
// A dry run decides and logs, and answers that every message may pass as it is, whatever happened.
// Threads: any number.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

#include "milter/judge.h"

namespace waybill::milter {

class Service {
 public:
  explicit Service(std::shared_ptr<const Judge> judge, bool dry_run = false)
      : judge_(std::move(judge)), dry_run_(dry_run) {}

  bool is_dry_run() const { return dry_run_; }

  std::shared_ptr<const Judge> judge() const;
  void replace(std::shared_ptr<const Judge> judge);

  // One message under way, as long as the ticket lives.
  class Ticket {
   public:
    explicit Ticket(Service& service);
    Ticket(Ticket&& other) noexcept : service_(std::exchange(other.service_, nullptr)) {}
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket();

   private:
    Service* service_;
  };

  std::size_t messages_under_way() const;
  // False when there still are some after `patience`.
  bool wait_until_idle(std::chrono::milliseconds patience) const;

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable idle_;
  std::shared_ptr<const Judge> judge_;
  const bool dry_run_;
  std::size_t under_way_ = 0;
};

}  // namespace waybill::milter
