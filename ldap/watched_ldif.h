// ldap/watched_ldif.h: the directory in a file, read again when the file changes.
//
// What: an LdifDirectory, and a thread that looks at the file and puts a new one in its place.
//
// Contract
//   What was read is changed only as a whole. No ask() waits for reading, and answers that were given stay good. A file
//   is read when it has not changed from one look to the next, so that one that is being written is left alone, and
//   what was read counts only when the file did not change meanwhile. A file with less than half of the entries,
//   which may be one whose writer pauses, waits for 30 looks without a change; the log warns of it. Replacing the file
//   by rename is the safe way all the same. While a new one is read there are two in memory. A file that cannot be
//   used, or is gone, changes nothing; the log says so once, until the file changes again. The destructor does not wait
//   for a reading that is under way.
// Fails: load() as LdifDirectory::load().
// Why looks (stat) and no inotify: a look a second costs nothing, and sees what is behind links, mounts and shares.
// Threads: any number. Its thread has the signal mask of whoever makes it.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/ports.h"

namespace waybill::ldap {

class WatchedLdif : public engine::Directory {
 public:
  // `delimiters`: of recipients; `look`: the time between two looks.
  static base::Result<std::unique_ptr<WatchedLdif>> load(const std::string& file,
                                                         const std::vector<std::string_view>& attributes,
                                                         const std::string& delimiters = {},
                                                         std::chrono::milliseconds look = std::chrono::seconds(1));
  ~WatchedLdif() override;

  std::vector<message::Fact> ask(const std::vector<message::Query>& queries,
                                 std::chrono::steady_clock::time_point deadline) override;

 private:
  class Watch;  // with its thread, which may outlive us

  explicit WatchedLdif(std::shared_ptr<Watch> watch) : watch_(std::move(watch)) {}

  std::shared_ptr<Watch> watch_;
};

}  // namespace waybill::ldap
