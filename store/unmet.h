// store/unmet.h: messages that the memory was not told of when they arrived, because it could not be asked.
//
// What: they are told later, before anything is proven, so that an outage costs no candidate. Until then, and where
// another message's candidates stand under the same queue id, what the log says of that id proves nothing: it could be
// about either.
//
// Contract: holds the last ones, kMost recipients of them together; a restart forgets them. Each call takes the same
// time however many there are. (Queue ids that are used again are rare: Postfix has none with enable_long_queue_ids,
// Sendmail none; the short ones of Postfix need the same inode in the same microsecond.) Threads: any number.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/ports.h"

namespace waybill::store {

class Unmet {
 public:
  static constexpr std::size_t kMost = 100'000;  // some 105 bytes each; a message counts as one more

  // The message that is at that place now.
  void add(const std::string& place, const engine::Arrival& arrival) {
    const std::lock_guard lock(mutex_);
    if (const auto known = places_.find(place); known != places_.end()) erase(known);
    weight_ += weight(arrival);
    places_[place] = waiting_.insert(waiting_.end(), Entry{place, arrival});
    while (weight_ > kMost && places_.size() > 1) {
      erase(places_.find((given_up_.empty() ? waiting_ : given_up_).front().place));
    }
  }

  // The memory knows the message that is there.
  void remove(const std::string& place) {
    const std::lock_guard lock(mutex_);
    if (const auto found = places_.find(place); found != places_.end()) erase(found);
  }

  // It cannot be told any more; the place stays.
  void give_up(const std::string& place) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(place);
    if (found == places_.end() || found->second->is_given_up) return;
    found->second->is_given_up = true;
    given_up_.splice(given_up_.end(), waiting_, found->second);
  }

  bool has(const std::string& place) const {
    const std::lock_guard lock(mutex_);
    return places_.contains(place);
  }

  // The first of those that can still be told.
  std::optional<engine::Arrival> oldest() const {
    const std::lock_guard lock(mutex_);
    return waiting_.empty() ? std::nullopt : std::optional(waiting_.front().arrival);
  }

 private:
  struct Entry {
    std::string place;
    engine::Arrival arrival;
    bool is_given_up = false;
  };
  using Entries = std::list<Entry>;
  using Places = std::unordered_map<std::string, Entries::iterator>;

  static std::size_t weight(const engine::Arrival& arrival) { return 1 + arrival.recipients.size(); }

  void erase(Places::iterator which) {
    const Entries::iterator entry = which->second;
    weight_ -= weight(entry->arrival);
    places_.erase(which);
    (entry->is_given_up ? given_up_ : waiting_).erase(entry);
  }

  mutable std::mutex mutex_;
  Entries waiting_;   // as they came
  Entries given_up_;  // as they were given up
  Places places_;
  std::size_t weight_ = 0;  // of both
};

}  // namespace waybill::store
