// store/unmet.h: places where a message arrived that the memory was not told of, because it could not be asked.
//
// What: candidates of an earlier message may still stand under that queue id. What the log says of it now is about the
// later message, and proves nothing of the earlier one.
//
// Contract: holds the last kMost; a restart forgets them. (Queue ids that are used again are rare: Postfix has none
// with enable_long_queue_ids, Sendmail none; the short ones of Postfix need the same inode in the same microsecond.)
// Threads: any number.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_set>

namespace waybill::store {

class Unmet {
 public:
  static constexpr std::size_t kMost = 100'000;

  void add(const std::string& place) {
    const std::lock_guard lock(mutex_);
    if (!places_.insert(place).second) return;
    order_.push_back(place);
    if (order_.size() <= kMost) return;
    places_.erase(order_.front());
    order_.pop_front();
  }

  // It was told of the message that is there now.
  void remove(const std::string& place) {
    const std::lock_guard lock(mutex_);
    if (places_.empty() || places_.erase(place) == 0) return;
    std::erase(order_, place);
  }

  bool has(const std::string& place) const {
    const std::lock_guard lock(mutex_);
    return !places_.empty() && places_.contains(place);
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_set<std::string> places_;
  std::deque<std::string> order_;  // the same, as they came
};

}  // namespace waybill::store
