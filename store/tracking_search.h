// store/tracking_search.h: finds events in the tracking log, and takes an address out of it.
//
// What: what `waybill track` asks of the file that the daemon writes; both may have it open.
//
// Contract
//   find() gives the newest `most` events that meet all of what is asked, oldest first, each as a trail with one event.
//   An address is found in each form in which it may stand (tracking/privacy.h): `forms`; a recipient also where it is
//   the related one. It writes nothing, and looks at one moment of the file.
//   forget() makes the address empty wherever it stands, and the subject, Message-ID and client of messages that it
//   sent or was the only recipient of (whom rules added does not count). What was there is overwritten, in the file and
//   in the log beside it.
// Fails: NotFound without a file; else as store/database.h.
// Threads: any; each call opens the file.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "tracking/trail.h"

namespace waybill::store {

struct TrackingSearch {
  std::vector<std::string> message_ids = {};  // any of them
  std::string queue_id = {};
  std::vector<std::string> sender_forms = {};  // of Sender or From, or of MAIL FROM
  std::vector<std::string> recipient_forms = {};
  std::string event_id = {};
  std::optional<std::int64_t> since = std::nullopt;  // when messages ended, milliseconds since 1970
  std::optional<std::int64_t> until = std::nullopt;  // exclusive
  std::int64_t most = 1000;
};

base::Result<std::vector<tracking::Trail>> find_events(const std::string& path, const TrackingSearch& search);

struct Forgotten {
  std::int64_t messages = 0;
  bool is_overwritten = true;  // false: somebody reads the file, so that what was there stands in its log for a while
};

// `wait`: for writers, and then for readers.
base::Result<Forgotten> forget_address(const std::string& path, const std::vector<std::string>& forms,
                                       std::chrono::milliseconds wait = std::chrono::seconds(10));

}  // namespace waybill::store
