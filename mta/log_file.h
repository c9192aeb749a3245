// mta/log_file.h: follows a log file, through rotations and restarts.
//
// Contract (mta/log.h has the rest)
//   - Without a position it begins at the end: what is older proves nothing that was noted. A file that is not there
//     yet is an error until it comes, and is then read from its beginning.
//   - Rotation by rename: the old file is read to its end before the new one. That is where it stood still for
//     `linger` while the new one has something in it: who writes may be slow to take the new one, and there may be
//     several (Postfix 3.7.11, `postfix logrotate`: master writes to the new file before postlogd leaves the old one).
//   - Rotation by copy and truncation: the rest is read from the copy.
//   - So it is when the rotation happened while nobody read. Rotated files are those beside it, NAME.1 or
//     NAME-20261126, in the order of their last change; compressed ones are not read. When the one of the position is
//     not among them, the rest of it is lost, and the file is read from its beginning.
//   - A last line without its newline waits for it; in a file that was rotated away it is dropped. Lines longer than
//     kMostLine are skipped.
// Fails: Unavailable, with the path: not there, no permission, no regular file.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mta/file_mark.h"
#include "mta/log.h"

namespace waybill::mta {

class LogFile : public Log {
 public:
  static constexpr std::size_t kMostLine = 64U * 1024;
  static constexpr std::size_t kManyUnknown = 100;  // lines in a row that mta/log_line.h cannot read: the log is told

  // A position that is none of a file counts as none.
  LogFile(std::string path, std::string_view position, std::chrono::milliseconds linger = std::chrono::seconds(2));
  ~LogFile() override { close(); }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  base::Result<Read> read() override;
  std::string position() const override { return mark_ ? mark_->to_text() : std::string(); }

 private:
  std::optional<base::Error> open();
  std::optional<base::Error> open_at_end();
  std::optional<base::Error> open_anew(const std::string& path);
  bool open_where_it_was();
  std::optional<std::string> successor() const;
  base::Result<Read> read_chunk();
  void read_lines(std::string_view chunk, Read& out);
  void note_form(bool is_known);
  void close();

  const std::string path_;
  const std::chrono::milliseconds linger_;
  std::optional<FileMark> mark_;  // at the beginning of a line
  bool was_missing_ = false;
  int descriptor_ = -1;
  off_t skipped_ = 0;  // of a line that is too long, behind the mark
  std::vector<char> buffer_;
  std::size_t unknown_ = 0;  // lines in a row
};

}  // namespace waybill::mta
