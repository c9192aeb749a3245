// mta/log.h: the MTA's log, read from a position on: a file (mta/log_file.h) or the journal (mta/journal.h).
//
// Contract
//   - read() never waits: it gives what is there, some 256 KB of lines or 1000 at most, and is called again, at once
//     while there may be more, else after a pause. An error: the log cannot be read now (not there, no permission);
//     the next call tries again, from where the last one ended.
//   - position() is behind the last line that read() looked at: a text of some 200 bytes, by which the same kind of log
//     goes on after a restart. Empty: it has not begun.
// Why without waiting: the one who reads looks about ten times a second (mta/witness.h). A look costs a few system
// calls, works on every file system and in every sandbox, and there are no watches to be cared for when a file is
// renamed. A proof comes early enough: the duplicate that it is for comes seconds to days later.
// Threads: one, the same for all calls (sd-journal(3)).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "mta/log_line.h"

namespace waybill::mta {

struct Read {
  std::vector<Proof> proofs;
  bool may_be_more = false;
};

class Log {
 public:
  Log() = default;
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  virtual ~Log() = default;

  virtual base::Result<Read> read() = 0;
  virtual std::string position() const = 0;
};

}  // namespace waybill::mta
