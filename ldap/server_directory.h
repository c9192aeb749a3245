// ldap/server_directory.h: LDAP servers as a directory that never makes mail wait longer than it may.
//
// What: ask() puts questions into a queue and waits for the answers, at most until its deadline. A few worker threads
// own the connections, take questions from the queue and put answers into a cache.
// Not here: what is searched (ldap/server_questions.h), libldap (ldap/connection.h).
//
// Contract
//   No thread but the workers calls libldap. An answer that comes too late for its message still goes into the cache.
//   Equal questions at the same time are asked once. Servers are tried in the order of the settings at each new
//   connection, those that failed after a rest (ldap/servers.h). A connection to another than the first is given up
//   once a better server may be tried again, and each as soon as its server rests. A connection that was kept may have
//   ended: it is replaced. What breaks a new one, or takes too long, is a failure of the server, and the next one is
//   asked. A server that works and does not answer this question (a limit, a missing right) goes on to be used for
//   others; for this one those behind it are asked. A question that somebody waits for waits for a server whose rest
//   ends before the deadline; with a stale answer at hand, for one try only. An answer that is due is used, and asked
//   again meanwhile. A stale one is used when no server answers: without waiting, if none did the last time. The log is
//   told what ldap/servers.h says is to be told. Nothing is asked before the first ask(). The destructor waits a
//   second for the workers; one that hangs (a name look-up) is left behind and ends itself.
// Fails: every failure is Unavailable with the reason. Never throws.
// Why a queue and not a connection per mail thread: hundreds of mail threads must neither open hundreds of
// connections nor hang in the library (ldap/connection.h).
// Threads: any number.
#pragma once

#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "engine/ports.h"
#include "ldap/caches.h"
#include "ldap/options.h"

namespace waybill::ldap {

class ServerDirectory : public engine::Directory {
 public:
  ServerDirectory(const Options& options, const std::vector<std::string_view>& attributes, Caches& caches);
  ~ServerDirectory() override;

  std::vector<message::Fact> ask(const std::vector<message::Query>& queries,
                                 std::chrono::steady_clock::time_point deadline) override;
  bool is_up() const override;

 private:
  struct Shared;  // with the workers, who may outlive us

  std::shared_ptr<Shared> shared_;
  std::vector<std::thread> workers_;
};

}  // namespace waybill::ldap
