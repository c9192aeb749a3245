// mta/journal.h: reads the MTA's lines from the journal of systemd.
//
// Contract (mta/log.h has the rest)
//   - What counts is of this host (not the journals of others that are collected here), of syslog facility "mail", and
//     from a process of a system account: _UID below 1000, which journald has from the kernel. With logger(1) or a
//     program of her own a user of the host can write any name and text, but not as another user; _COMM would tell
//     less, as her program may be called qmgr. The file of a syslogd keeps nothing of that.
//   - Without a position it begins at the end: what is older proves nothing that was noted. A position that was
//     vacuumed goes on with what is newer. Rotated journals are one for libsystemd.
// Not for Postfix with maillog_file, whose lines never come here, nor for a syslog_facility other than mail. Where
// journald drops lines (RateLimitBurst, journald.conf(5)) their proofs are missing.
// Fails: Unavailable: there is no journal, or none that this process may read; libsystemd does not say which.
// Source: sd-journal(3), systemd.journal-fields(7); libsystemd 252.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mta/log.h"

struct sd_journal;

namespace waybill::mta {

class Journal : public Log {
 public:
  static constexpr std::size_t kMostLines = 1000;  // at a time

  // `folder`: of journal files, in place of this host's. A position that is none of a journal counts as none.
  Journal(std::string folder, std::string_view position);

  base::Result<Read> read() override;
  std::string position() const override;

 private:
  struct Close {
    void operator()(sd_journal* journal) const;
  };

  std::optional<base::Error> open();
  int open_files();
  int restrict_to_mail();
  int go_to_position();
  int go_to_end();
  base::Result<Read> read_lines();
  std::vector<Proof> proofs_here() const;
  std::optional<std::string> field(const char* name) const;
  int note_position();
  base::Error failed(const char* what, int code) const;

  const std::string folder_;
  std::string cursor_;
  std::unique_ptr<sd_journal, Close> journal_;
  bool is_on_unread_ = false;  // the entry where it stands was not looked at
};

}  // namespace waybill::mta
