// mta/file_mark.h: a place in a growing file, which is known again when the file was renamed, copied or begun anew.
//
// Contract: device and inode tell a file that was renamed. An inode can be used again, and a file can be truncated and
// grow again, so a hash of its first bytes (up to kStart, of what was read) goes along; that tells a copy, too.
// Fails: is_in() is false for what cannot be read.
// Threads: any.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::mta {

class FileMark {
 public:
  static constexpr std::size_t kStart = 256;

  FileMark() = default;
  FileMark(int descriptor, off_t offset);  // of an open file
  // "file DEVICE INODE OFFSET BYTES HASH". Nothing: another text.
  static std::optional<FileMark> parse(std::string_view text);
  std::string to_text() const;

  off_t offset() const { return offset_; }
  // Moves on in the same file.
  void advance(int descriptor, off_t offset);

  // The open file has what was read before the mark, as it was.
  bool is_in(int descriptor) const;
  // It is the same file by its inode; is_in() is to be asked as well.
  bool is_of(int descriptor) const;
  // Something was read, so that the content alone tells a file.
  bool has_content() const { return start_size_ > 0; }

 private:
  std::uint64_t device_ = 0;
  std::uint64_t inode_ = 0;
  off_t offset_ = 0;
  std::size_t start_size_ = 0;
  std::uint64_t start_hash_ = 0;
};

}  // namespace waybill::mta
