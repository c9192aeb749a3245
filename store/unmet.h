// store/unmet.h: messages that the memory was not told of when they arrived, because it could not be asked.
//
// What: they are told later, before anything is proven, so that an outage costs no candidate. Until then, and where
// another message's candidates stand under the same queue id, what the log says of that id proves nothing: it could be
// about either.
//
// Contract: holds the last kMost; a restart forgets them. (Queue ids that are used again are rare: Postfix has none
// with enable_long_queue_ids, Sendmail none; the short ones of Postfix need the same inode in the same microsecond.)
// Threads: any number.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/ports.h"

namespace waybill::store {

class Unmet {
 public:
  static constexpr std::size_t kMost = 100'000;

  // The message that is at that place now.
  void add(const std::string& place, const engine::Arrival& arrival) {
    const std::lock_guard lock(mutex_);
    const auto [entry, is_new] = places_.insert_or_assign(place, arrival);
    if (!is_new) return;
    order_.push_back(place);
    if (order_.size() <= kMost) return;
    places_.erase(order_.front());
    order_.pop_front();
  }

  // The memory knows the message that is there.
  void remove(const std::string& place) {
    const std::lock_guard lock(mutex_);
    if (places_.empty() || places_.erase(place) == 0) return;
    std::erase(order_, place);
  }

  // It cannot be told any more; the place stays.
  void give_up(const std::string& place) {
    const std::lock_guard lock(mutex_);
    if (const auto found = places_.find(place); found != places_.end()) found->second.reset();
  }

  bool has(const std::string& place) const {
    const std::lock_guard lock(mutex_);
    return !places_.empty() && places_.contains(place);
  }

  // Those that can still be told, as they came.
  std::vector<engine::Arrival> waiting() const {
    const std::lock_guard lock(mutex_);
    std::vector<engine::Arrival> out;
    for (const std::string& place : order_) {
      if (const auto& arrival = places_.at(place)) out.push_back(*arrival);
    }
    return out;
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::optional<engine::Arrival>> places_;
  std::deque<std::string> order_;  // the same, as they came
};

}  // namespace waybill::store
