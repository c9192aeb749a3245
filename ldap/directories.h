// ldap/directories.h: several directories as one: two forests, or the people of a merger.
//
// What: each question goes to the directories in their order, until the answer cannot change any more.
//
// Contract
//   Person, Entry: what the first directory says that finds one. Member: yes when any says yes. Groups: those of all
//   directories that know the person, so all are asked.
//   NotFound only when every directory said so, "no such group" and other notes likewise. When one could not be asked:
//   what another one finds counts all the same, but for Groups, which would not be whole; else Unavailable, with the
//   reasons. A directory gets its share of the time that is left: half of it when one more comes behind, a third for
//   two. So one that hangs leaves the others theirs, and what one does not use is the next one's. Memberships do not
//   cross: who is in one directory is no member of a group in another.
// Threads: any number.
#pragma once

#include <memory>
#include <vector>

#include "engine/ports.h"

namespace waybill::ldap {

class Directories : public engine::Directory {
 public:
  // REQUIRES: at least one.
  explicit Directories(std::vector<std::unique_ptr<engine::Directory>> directories)
      : directories_(std::move(directories)) {}

  std::vector<message::Fact> ask(const std::vector<message::Query>& queries,
                                 std::chrono::steady_clock::time_point deadline) override;
  bool is_up() const override;  // all are

 private:
  const std::vector<std::unique_ptr<engine::Directory>> directories_;
};

}  // namespace waybill::ldap
