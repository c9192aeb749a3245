// cli/records.h: what is kept of mail over reloads: message tracking, the directory's answers, what was seen.
//
// Contract: made with the first configuration, they stay until the process ends; what later configurations say of them
// changes nothing (store/tracking.h says why).
// Threads: one.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "config/settings.h"
#include "engine/ports.h"
#include "ldap/caches.h"
#include "mta/witness.h"
#include "store/answers.h"
#include "store/seen.h"
#include "store/tracking.h"

namespace waybill::cli {

// Where the answers of all directories with servers are kept: one file, that of the first. An empty path: nowhere.
store::AnswersOptions answers_options(const config::Settings& settings);

class Records {
 public:
  // `host`: the name of this machine.
  void begin(const config::Settings& settings, const std::string& host);

  // Null: nothing is tracked.
  std::shared_ptr<engine::Observer> tracking() const { return tracking_; }
  ldap::Caches& caches() { return caches_; }
  // The memory of seen messages. It is made when it is asked for the first time, and the MTA's log is followed for it
  // from then on. An error: the options of Redis.
  base::Result<std::shared_ptr<engine::Seen>> seen(const config::DedupeOptions& options);

  // Has all written that waits, once no message is under way.
  void finish();
  std::uint64_t lost_trails() const {
    return tracking_ ? tracking_->lost() : 0;
  }  // any thread, once begin() was called
  // Whether the MTA's log can be followed; true where that is not needed. Any thread.
  bool can_prove() const;

 private:
  bool has_begun_ = false;
  std::shared_ptr<store::Tracking> tracking_;
  std::shared_ptr<store::Answers> answers_;
  ldap::Caches caches_;  // of the directory; they keep in answers_
  std::shared_ptr<engine::Seen> seen_;
  std::shared_ptr<store::Seen> seen_file_;  // the same, when it is a file
  std::unique_ptr<mta::Witness> witness_;
  std::atomic<const mta::Witness*> running_ = nullptr;  // the same, for other threads
};

}  // namespace waybill::cli
