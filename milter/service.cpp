// milter/service.cpp: one mutex over a pointer and a counter.
#include "milter/service.h"

namespace waybill::milter {

std::shared_ptr<const Judge> Service::judge() const {
  const std::lock_guard lock(mutex_);
  return judge_;
}

void Service::replace(std::shared_ptr<const Judge> judge) {
  // The old one, when nobody needs it any more, goes with the argument: outside the lock, as it may take its time.
  const std::lock_guard lock(mutex_);
  judge_.swap(judge);
}

Service::Ticket::Ticket(Service& service) : service_(&service) {
  const std::lock_guard lock(service_->mutex_);
  ++service_->under_way_;
}

Service::Ticket::~Ticket() {
  if (service_ == nullptr) return;
  const std::lock_guard lock(service_->mutex_);
  if (--service_->under_way_ == 0) service_->idle_.notify_all();
}

std::size_t Service::messages_under_way() const {
  const std::lock_guard lock(mutex_);
  return under_way_;
}

bool Service::wait_until_idle(std::chrono::milliseconds patience) const {
  std::unique_lock lock(mutex_);
  return idle_.wait_for(lock, patience, [this] { return under_way_ == 0; });
}

}  // namespace waybill::milter
