// ldap/servers.h: which of the servers to try, and when again one that failed: a circuit breaker for each.
//
// Contract
//   A server that failed is not tried for a second; each further failure doubles that, to half a minute at most, give
//   or take a quarter, so that many hosts do not come back at the same moment. One that refuses the login is not tried
//   for ten minutes, or until there is another password: else we would lock the account. When the time is over one
//   caller gets the server again, to probe it; the others wait for what comes of it. A success ends all that. A success
//   is a question that was answered: a server may take logins and answer nothing. Servers are offered in the order of
//   the settings; so once the first one is well again, new connections go to it. Who is to write the log is told when a
//   server begins to fail, when it works again, and once an hour that it refuses questions: not for each mail. The
//   caller says what time it is, and draws the lots.
// Threads: any number.
// Source: M. Nygard, Release It!, Circuit Breaker.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace waybill::ldap {

class Servers {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Servers(const std::vector<std::string>& uris);

  // The first one from `from` on that may be tried now, and is given to the caller, who has to tell what came of it.
  std::optional<std::size_t> take(std::size_t from, Time now);
  // True: it failed before.
  bool note_success(std::size_t server);
  // True: it is the first failure in a row. Of those who tried it at the same time the first one counts. `lot`: from 0
  // to 1.
  bool note_failure(std::size_t server, const std::string& why, Time now, double lot);
  // As a failure, of the login.
  bool note_refused_login(std::size_t server, const std::string& why, Time now);
  // There may be another password: who refused the login may be tried.
  void forget_refused_logins();
  // It was not asked after all: if it was being probed, somebody else may try.
  void release(std::size_t server);
  // It works, and did not answer a question. True: that is to be told.
  bool note_refusal(std::size_t server, Time now);

  const std::string& uri(std::size_t server) const { return uris_[server]; }
  // When take() is worth a call again: soon, while one is being probed.
  Time next_chance(Time now) const;
  // How long it is not to be tried; 0: it may be now.
  std::chrono::nanoseconds rest(std::size_t server, Time now) const;
  // What went wrong with them.
  std::string why_none() const;
  // No server answered the last time that it was asked.
  bool all_failed() const;
  // Whether one before `server` may be tried.
  bool is_better_open(std::size_t server, Time now) const;

 private:
  bool fail(std::size_t server, const std::string& why, Time now, bool refused, double lot);

  struct State {
    unsigned failures = 0;   // in a row
    bool refused = false;    // the login
    bool probed = false;     // somebody was given it and has not told yet
    Time closed_until = {};  // while it is probed: when the prober is given up
    Time told_until = {};    // that it refuses questions
    std::string why = {};
  };

  const std::vector<std::string> uris_;
  mutable std::mutex mutex_;
  std::vector<State> states_;
};

}  // namespace waybill::ldap
