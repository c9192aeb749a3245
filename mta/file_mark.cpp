// mta/file_mark.cpp: inode, offset and a hash of the first bytes.
#include "mta/file_mark.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace waybill::mta {
namespace {

std::optional<std::uint64_t> hash_of_start(int descriptor, std::size_t size) {
  std::array<char, FileMark::kStart> bytes;
  if (pread(descriptor, bytes.data(), size, 0) != static_cast<ssize_t>(size)) return std::nullopt;
  return base::fnv1a({bytes.data(), size});
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

FileMark::FileMark(int descriptor, off_t offset) {
  struct stat status = {};
  if (fstat(descriptor, &status) != 0) return;
  device_ = status.st_dev;
  inode_ = status.st_ino;
  advance(descriptor, offset);
}

std::optional<FileMark> FileMark::parse(std::string_view text) {
  const auto words = base::split(text, ' ');
  FileMark out;
  const bool is_whole = words.size() == 6 && words[0] == "file" && read_number(words[1], out.device_) &&
                        read_number(words[2], out.inode_) && read_number(words[3], out.offset_) &&
                        read_number(words[4], out.start_size_) && read_number(words[5], out.start_hash_);
  const bool is_possible =
      out.offset_ >= 0 && out.start_size_ <= std::min<std::uint64_t>(kStart, static_cast<std::uint64_t>(out.offset_));
  return is_whole && is_possible ? std::optional(out) : std::nullopt;
}

std::string FileMark::to_text() const {
  std::string out = "file";
  for (const std::uint64_t number :
       {device_, inode_, static_cast<std::uint64_t>(offset_), std::uint64_t{start_size_}, start_hash_}) {
    out += ' ' + std::to_string(number);
  }
  return out;
}

void FileMark::advance(int descriptor, off_t offset) {
  offset_ = offset;
  const std::size_t size = static_cast<std::size_t>(std::min<off_t>(offset, kStart));
  if (size == start_size_) return;
  const auto hash = hash_of_start(descriptor, size);
  if (!hash) return;  // truncated meanwhile: the hash of less does not hold then, either
  start_size_ = size;
  start_hash_ = *hash;
}

bool FileMark::is_in(int descriptor) const {
  struct stat status = {};
  if (fstat(descriptor, &status) != 0 || status.st_size < offset_) return false;
  return start_size_ == 0 || hash_of_start(descriptor, start_size_) == start_hash_;
}

bool FileMark::is_of(int descriptor) const {
  struct stat status = {};
  return fstat(descriptor, &status) == 0 && status.st_dev == device_ && status.st_ino == inode_;
}

}  // namespace waybill::mta
