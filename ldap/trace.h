// ldap/trace.h: tells somebody what a directory is asked, while it happens.
//
// What: an observer in ldap/options.h, null by default. It hears of each question what the cache knew, of each search
// and connection which server, how long and what came of it, and of servers that failed how long they rest. Contract:
// when it is null nothing is measured and nothing composed. No password is ever in an event; filters hold what
//   they ask for.
// Threads: note() is called by several at the same time.
#pragma once

#include <chrono>
#include <string>

namespace waybill::ldap {

struct TraceEvent {
  std::string where;    // URI of the server, or "cache"
  std::string what;     // `search (mail=anna@example.com) below dc=example`
  std::string outcome;  // `1 entry`
  std::chrono::nanoseconds took{0};
};

class Trace {
 public:
  Trace() = default;
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;
  virtual ~Trace() = default;

  virtual void note(const TraceEvent& event) noexcept = 0;
};

}  // namespace waybill::ldap
