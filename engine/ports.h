// engine/ports.h: what the edges lend to a message's way: asked by the session, implemented by ldap/.
//
// Threads: any number may call at the same time.
#pragma once

#include <chrono>
#include <vector>

#include "message/fact.h"

namespace waybill::engine {

class Directory {
 public:
  Directory() = default;
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  virtual ~Directory() = default;

  // One fact a query, in their order. Returns at the deadline at the latest: what is not known by then is
  // Unavailable. Never throws.
  virtual std::vector<message::Fact> ask(const std::vector<message::Query>& queries,
                                         std::chrono::steady_clock::time_point deadline) = 0;
};

}  // namespace waybill::engine
