// ldap/watched_ldif.cpp: looks at a file, and reads it when it has changed and stands still.
#include "ldap/watched_ldif.h"

#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "ldap/ldif_directory.h"

namespace waybill::ldap {
namespace {

constexpr int kLooksAtDoubted = 30;  // before a file counts that lost more than half of its entries

std::int64_t nanoseconds(const timespec& time) { return time.tv_sec * 1000000000L + time.tv_nsec; }

// What tells one state of a file from another. Zeros: it is not there.
struct Stamp {
  dev_t device = 0;
  ino_t inode = 0;
  off_t size = 0;
  std::int64_t written = 0;
  std::int64_t changed = 0;

  friend bool operator==(const Stamp&, const Stamp&) = default;
};

Stamp stamp_of(const std::string& file) {
  struct stat status = {};
  if (stat(file.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino, status.st_size, nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
}

}  // namespace

class WatchedLdif::Watch {
 public:
  Watch(std::string file, const std::vector<std::string_view>& attributes, std::string delimiters,
        std::chrono::milliseconds look)
      : file_(std::move(file)),
        attributes_(attributes.begin(), attributes.end()),
        delimiters_(std::move(delimiters)),
        look_(look),
        judged_(stamp_of(file_)) {}

  // The first time: null when all is well.
  std::optional<base::Error> begin() {
    auto first = read();
    if (!first) return first.error();
    current_ = std::move(*first);
    return std::nullopt;
  }

  std::shared_ptr<LdifDirectory> current() {
    const std::lock_guard lock(mutex_);
    return current_;
  }

  void run() {
    for (auto seen = judged_; !sleep();) {
      const auto now = stamp_of(file_);
      if (now != judged_ && now == seen) renew(now);
      if (now == judged_ && doubted_ != nullptr && looks_left_-- == 0) take(std::move(doubted_));
      seen = now;
    }
  }

  void stop() {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    stopping_.notify_all();
  }

 private:
  using Read = base::Result<std::unique_ptr<LdifDirectory>>;

  // True at the end.
  bool sleep() {
    std::unique_lock lock(mutex_);
    return stopping_.wait_for(lock, look_, [&] { return stop_; });
  }

  bool is_stopped() {
    const std::lock_guard lock(mutex_);
    return stop_;
  }

  Read read() const {
    try {
      return LdifDirectory::load(file_, {attributes_.begin(), attributes_.end()}, delimiters_);
    } catch (const std::exception& error) {
      return base::Error{base::ErrorKind::Unavailable, file_ + ": " + error.what()};
    }
  }

  void renew(const Stamp& stamp) {
    auto read = this->read();
    if (is_stopped() || stamp_of(file_) != stamp) return;
    judged_ = stamp;
    doubted_ = nullptr;
    if (!read) return spdlog::error("{}; the people read before stay", base::to_string(read.error()));
    const std::size_t before = current()->size();
    const std::size_t entries = (*read)->size();
    if (2 * entries >= before) return take(std::move(*read));
    spdlog::warn("{} has {} entries and had {} before; those stay until it has not changed for {} s", file_, entries,
                 before, std::chrono::duration_cast<std::chrono::seconds>(kLooksAtDoubted * look_).count());
    doubted_ = std::move(*read);
    looks_left_ = kLooksAtDoubted;
  }

  void take(std::shared_ptr<LdifDirectory> next) {
    const std::lock_guard lock(mutex_);
    current_.swap(next);  // what goes is destroyed behind the lock
    spdlog::info("{} was changed and is read again: {} entries, {} before", file_, current_->size(), next->size());
  }

  const std::string file_;
  const std::vector<std::string> attributes_;
  const std::string delimiters_;
  const std::chrono::milliseconds look_;
  Stamp judged_;                                      // the state that was read, or refused
  std::unique_ptr<LdifDirectory> doubted_ = nullptr;  // what was read then, if it waits for its writer
  int looks_left_ = 0;

  std::mutex mutex_;
  std::condition_variable stopping_;
  std::shared_ptr<LdifDirectory> current_;
  bool stop_ = false;
};

base::Result<std::unique_ptr<WatchedLdif>> WatchedLdif::load(const std::string& file,
                                                             const std::vector<std::string_view>& attributes,
                                                             const std::string& delimiters,
                                                             std::chrono::milliseconds look) {
  auto watch = std::make_shared<Watch>(file, attributes, delimiters, look);
  if (auto error = watch->begin()) return std::move(*error);
  std::unique_ptr<WatchedLdif> out(new WatchedLdif(watch));
  std::thread([watch] { watch->run(); }).detach();
  return out;
}

WatchedLdif::~WatchedLdif() { watch_->stop(); }

std::vector<message::Fact> WatchedLdif::ask(const std::vector<message::Query>& queries,
                                            std::chrono::steady_clock::time_point deadline) {
  return watch_->current()->ask(queries, deadline);
}

}  // namespace waybill::ldap
