// store/behind.h: writes records to a file behind the back of those who have them.
//
// What: add() puts a record into a queue in memory; a thread of its own writes what waits, many records in one
// transaction, about ten times a second at most.
//
// Contract
//   Who adds never waits for the disk, and no failure here comes back to him. While the file cannot be written (no
//   folder, full disk, locked) records wait in memory and it is tried again; beyond most_waiting_bytes, those that
//   are being written included, or when the file itself is not usable, they are lost and counted. The log is told once
//   when that begins and once when it ends, not for each record. finish() writes what waits, with one more try, and
//   ends the thread; what is added later is lost. It takes as long as two writes, each of which waits `wait` at most
//   for a lock. So does the destructor. A File is opened by that thread, and again after an error: File::open(options,
//   wait), a Result of one, and write(records, now), all of them or none, `now` in milliseconds since 1970;
//   File::Record and File::Options.
// Why the file is opened by that thread, and a folder that is not there stops no start: mail goes on when a record of
// it cannot.
// Threads: any number.
#pragma once

#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/result.h"

namespace waybill::store {

struct Pace {
  std::chrono::milliseconds gather{100};  // what comes meanwhile is written together
  std::chrono::milliseconds retry{1000};
  std::chrono::milliseconds idle{60000};  // without records: what is too old goes all the same
  std::chrono::milliseconds wait{2000};   // for a lock of another process
  std::size_t most_waiting_bytes = 16U * 1024 * 1024;
};

template <class File>
class Behind {
 public:
  using Record = typename File::Record;
  using Options = typename File::Options;

  // `what`: its name in the log.
  Behind(std::string what, Options options, Pace pace)
      : what_(std::move(what)), options_(std::move(options)), pace_(pace), writer_([this] { run(); }) {}
  ~Behind() { finish(); }
  Behind(const Behind&) = delete;
  Behind& operator=(const Behind&) = delete;

  // `weight`: its bytes in memory.
  void add(Record record, std::size_t weight) noexcept {
    try {
      const std::lock_guard lock(mutex_);
      if (is_stopping_ || held_bytes_ + weight > pace_.most_waiting_bytes) return note_lost();
      waiting_.push_back(std::move(record));
      held_bytes_ += weight;
      if (waiting_.size() == 1) wake_.notify_one();
    } catch (...) {  // no memory
      note_lost();
    }
  }
  void note_lost() noexcept { ++lost_; }

  void finish() {
    {
      const std::lock_guard lock(mutex_);
      is_stopping_ = true;
    }
    wake_.notify_one();
    if (writer_.joinable()) writer_.join();
  }

  std::uint64_t lost() const { return lost_; }  // records

 private:
  void run() {
    write();  // makes the file, or tells why it cannot
    bool goes_on = true;
    while (goes_on) {
      goes_on = take();
      write();
    }
    drop_batch();
    tell_lost(true);
  }

  // False: it is the last time.
  bool take() {
    std::unique_lock lock(mutex_);
    const auto is_stopping = [this] { return is_stopping_; };
    if (batch_.empty()) {
      wake_.wait_for(lock, pace_.idle, [this] { return is_stopping_ || !waiting_.empty(); });
      wake_.wait_for(lock, pace_.gather, is_stopping);
    } else {
      wake_.wait_for(lock, pace_.retry, is_stopping);
      if (!is_stopping_) return true;
    }
    batch_.insert(batch_.end(), std::make_move_iterator(waiting_.begin()), std::make_move_iterator(waiting_.end()));
    waiting_.clear();
    batch_bytes_ = held_bytes_;
    return !is_stopping_;
  }

  void write() {
    try {
      if (const auto error = write_to_file()) return fail(*error);
      forget_batch();
      if (is_failing_) spdlog::info("{} works again", what_);
      is_failing_ = false;
      tell_lost(false);
    } catch (const std::exception& error) {  // no memory
      fail({base::ErrorKind::Unavailable, error.what()});
    }
  }

  std::optional<base::Error> write_to_file() {
    if (!file_) {
      auto opened = File::open(options_, pace_.wait);
      if (!opened) return opened.error();
      file_.emplace(std::move(*opened));
    }
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return file_->write(batch_, std::chrono::floor<std::chrono::milliseconds>(now).count());
  }

  // What can only be mended by a person is not worth keeping records in memory for.
  void fail(const base::Error& error) {
    if (!is_failing_) spdlog::warn("{}: {}; mail goes on, records wait or are lost", what_, error.text);
    is_failing_ = true;
    file_.reset();
    if (!error.is_temporary()) drop_batch();
  }

  void drop_batch() {
    lost_ += batch_.size();
    forget_batch();
  }

  void forget_batch() {
    batch_.clear();
    const std::lock_guard lock(mutex_);
    held_bytes_ -= std::exchange(batch_bytes_, 0);
  }

  // When it begins, and what came since then when a write went by without a loss.
  void tell_lost(bool at_end) {
    const std::uint64_t lost = lost_;
    const bool goes_on = lost != seen_lost_;
    seen_lost_ = lost;
    if (std::exchange(is_losing_, goes_on) && goes_on && !at_end) return;
    if (lost != told_lost_) spdlog::warn("{}: {} records were lost", what_, lost - told_lost_);
    told_lost_ = lost;
  }

  const std::string what_;
  const Options options_;
  const Pace pace_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Record> waiting_;
  std::size_t held_bytes_ = 0;  // of waiting_ and batch_
  bool is_stopping_ = false;
  std::atomic<std::uint64_t> lost_ = 0;

  // Of the writing thread.
  std::optional<File> file_;
  std::vector<Record> batch_;
  std::size_t batch_bytes_ = 0;
  bool is_failing_ = false;
  bool is_losing_ = false;
  std::uint64_t seen_lost_ = 0;
  std::uint64_t told_lost_ = 0;

  std::thread writer_;  // last: it uses all others
};

}  // namespace waybill::store
