// mta/log_file.cpp: one open file, a mark in it, and the files beside it.
#include "mta/log_file.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/text.h"

namespace waybill::mta {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunk = 256U * 1024;

base::Error failed(const std::string& path, int code) {
  return {base::ErrorKind::Unavailable, path + ": " + std::generic_category().message(code)};
}

// An open file, or an error. A pipe would make us wait without O_NONBLOCK.
base::Result<int> open_file(const std::string& path) {
  const int out = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (out < 0) return failed(path, errno);
  struct stat status = {};
  if (fstat(out, &status) == 0 && S_ISREG(status.st_mode)) return out;
  ::close(out);
  return base::Error{base::ErrorKind::Unavailable, path + ": expected a regular file"};
}

bool is_newer(const timespec& a, const timespec& b) {
  return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

struct Rotated {
  std::string path;
  timespec changed = {};
};

// mail.log -> mail.log.1, mail.log-20261126; not mail.log.2.gz or mail.log-20261126.xz.
bool is_rotated(const std::string& name, const std::string& base) {
  if (!name.starts_with(base) || name.size() < base.size() + 2) return false;
  const std::string_view end = std::string_view(name).substr(base.size());
  const auto is_of_number = [](char c) { return (c >= '0' && c <= '9') || c == '-'; };
  return (end[0] == '.' || end[0] == '-') && std::all_of(end.begin() + 1, end.end(), is_of_number);
}

// The rotated ones of that file, oldest first.
std::vector<Rotated> rotated(const std::string& path) {
  const fs::path whole(path);
  const std::string base = whole.filename().string();
  std::vector<Rotated> out;
  std::error_code code;
  fs::directory_iterator entry(whole.has_parent_path() ? whole.parent_path() : fs::path("."), code);
  for (; !code && entry != fs::directory_iterator(); entry.increment(code)) {
    struct stat status = {};
    if (is_rotated(entry->path().filename().string(), base) && stat(entry->path().c_str(), &status) == 0) {
      out.push_back({entry->path().string(), status.st_mtim});
    }
  }
  std::sort(out.begin(), out.end(), [](const Rotated& a, const Rotated& b) { return is_newer(b.changed, a.changed); });
  return out;
}

// A clock that was set back counts as time that passed.
bool stood_still(const struct stat& file, std::chrono::milliseconds time) {
  const auto changed = std::chrono::seconds(file.st_mtim.tv_sec) + std::chrono::nanoseconds(file.st_mtim.tv_nsec);
  const auto age = std::chrono::system_clock::now().time_since_epoch() - changed;
  return age >= time || age < age.zero();
}

bool has_bytes(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && status.st_size > 0;
}

}  // namespace

LogFile::LogFile(std::string path, std::string_view position, std::chrono::milliseconds linger)
    : path_(std::move(path)), linger_(linger), mark_(FileMark::parse(position)), buffer_(kChunk) {}

base::Result<Read> LogFile::read() {
  if (descriptor_ < 0) {
    if (auto error = open()) return *std::move(error);
  }
  const auto next = successor();  // asked first: what came meanwhile is read before it
  auto out = read_chunk();
  if (!out || out->may_be_more || !next) return out;
  if (auto error = open_anew(*next)) return *std::move(error);
  out->may_be_more = true;
  return out;
}

std::optional<base::Error> LogFile::open() {
  if (!mark_) return was_missing_ ? open_anew(path_) : open_at_end();
  if (open_where_it_was()) return std::nullopt;
  return open_anew(path_);
}

std::optional<base::Error> LogFile::open_at_end() {
  const auto opened = open_file(path_);
  if (!opened) {
    was_missing_ = access(path_.c_str(), F_OK) != 0 && errno == ENOENT;
    return opened.error();
  }
  descriptor_ = *opened;
  // Behind the last newline: a line that is being written is read when it is whole.
  const off_t size = lseek(descriptor_, 0, SEEK_END);
  const off_t from = std::max<off_t>(size - static_cast<off_t>(kMostLine), 0);
  const ssize_t count = pread(descriptor_, buffer_.data(), static_cast<std::size_t>(size - from), from);
  const std::string_view tail(buffer_.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  const std::size_t newline = tail.rfind('\n');
  const off_t behind =
      newline == std::string_view::npos ? (from == 0 ? 0 : size) : from + static_cast<off_t>(newline) + 1;
  mark_ = FileMark(descriptor_, behind);
  return std::nullopt;
}

std::optional<base::Error> LogFile::open_anew(const std::string& path) {
  const auto opened = open_file(path);
  if (!opened) return opened.error();
  close();
  descriptor_ = *opened;
  mark_ = FileMark(descriptor_, 0);
  return std::nullopt;
}

// The file that the mark is in: by its inode, or a copy of it.
bool LogFile::open_where_it_was() {
  std::vector<std::string> paths = {path_};
  for (const Rotated& file : rotated(path_)) paths.push_back(file.path);
  for (const bool by_inode : {true, false}) {
    for (const std::string& path : paths) {
      const auto opened = open_file(path);
      if (!opened) continue;
      const bool is_same = by_inode ? mark_->is_of(*opened) : mark_->has_content();
      if (is_same && mark_->is_in(*opened)) {
        descriptor_ = *opened;
        return true;
      }
      ::close(*opened);
    }
  }
  return false;
}

// The file to be read behind this one, once that is complete.
std::optional<std::string> LogFile::successor() const {
  struct stat ours = {};
  struct stat now = {};
  if (fstat(descriptor_, &ours) != 0) return std::nullopt;
  const bool is_there = stat(path_.c_str(), &now) == 0;
  if (!is_there || (now.st_dev == ours.st_dev && now.st_ino == ours.st_ino)) return std::nullopt;
  if (!stood_still(ours, linger_)) return std::nullopt;
  for (const Rotated& file : rotated(path_)) {
    if (is_newer(file.changed, ours.st_mtim) && has_bytes(file.path)) return file.path;
  }
  return now.st_size > 0 ? std::optional(path_) : std::nullopt;
}

base::Result<Read> LogFile::read_chunk() {
  Read out;
  const ssize_t count = pread(descriptor_, buffer_.data(), kChunk, mark_->offset() + skipped_);
  if (count < 0) {
    const base::Error error = failed(path_, errno);
    close();
    return error;
  }
  // Asked last: what was truncated before is no line of ours.
  if (!mark_->is_in(descriptor_)) {
    close();
    out.may_be_more = true;  // in a copy, or anew
    return out;
  }
  read_lines({buffer_.data(), static_cast<std::size_t>(count)}, out);
  return out;
}

void LogFile::read_lines(std::string_view chunk, Read& out) {
  const std::size_t last = chunk.rfind('\n');
  if (last == std::string_view::npos) {
    out.may_be_more = chunk.size() == kChunk;
    if (out.may_be_more) skipped_ += kChunk;
    return;
  }
  const off_t begin = mark_->offset() + skipped_;
  std::size_t offset = skipped_ > 0 ? chunk.find('\n') + 1 : 0;
  skipped_ = 0;
  while (offset <= last) {
    const std::string_view line = base::without_line_end(base::next_line(chunk, offset));
    const auto parsed = line.size() <= kMostLine ? parse_log_line(line) : std::nullopt;
    note_form(parsed.has_value());
    if (!parsed) continue;
    for (Proof& proof : proofs_in(*parsed)) out.proofs.push_back(std::move(proof));
  }
  mark_->advance(descriptor_, begin + static_cast<off_t>(last) + 1);
  out.may_be_more = true;
}

void LogFile::note_form(bool is_known) {
  if (is_known) unknown_ = 0;
  if (is_known || ++unknown_ != kManyUnknown) return;
  spdlog::warn(
      "{}: {} lines in a row are none as an MTA writes them (\"Nov 26 18:03:52 mx postfix/smtp[810]: ...\"): "
      "nothing is proven, and duplicates pass",
      path_, kManyUnknown);
}

void LogFile::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
  skipped_ = 0;
}

}  // namespace waybill::mta
