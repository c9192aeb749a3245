// store/tracking.cpp: a queue, and the thread that empties it.
#include "store/tracking.h"

#include <spdlog/spdlog.h>

#include <iterator>
#include <utility>

namespace waybill::store {
namespace {

std::int64_t now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::floor<std::chrono::milliseconds>(since).count();
}

}  // namespace

Tracking::Tracking(TrackingOptions options, std::string server, TrackingPace pace)
    : options_(std::move(options)), server_(std::move(server)), pace_(pace), writer_([this] { run(); }) {}

void Tracking::note(const engine::Finished& finished) noexcept {
  try {
    tracking::Trail trail = tracking::trail_of(finished, server_);
    const std::size_t weight = tracking::weight(trail);
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || waiting_bytes_ + weight > pace_.most_waiting_bytes) {
      ++lost_;
      return;
    }
    waiting_.push_back(std::move(trail));
    waiting_bytes_ += weight;
    if (waiting_.size() == 1) wake_.notify_one();
  } catch (...) {  // no memory
    ++lost_;
  }
}

void Tracking::finish() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_one();
  if (writer_.joinable()) writer_.join();
}

void Tracking::run() {
  write();  // makes the file, or tells why it cannot
  bool goes_on = true;
  while (goes_on) {
    goes_on = take();
    write();
  }
  lost_ += batch_.size();
  if (lost_ != told_lost_) spdlog::warn("message tracking: {} messages were not recorded", lost_ - told_lost_);
}

bool Tracking::take() {
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
  waiting_bytes_ = 0;
  return !is_stopping_;
}

void Tracking::write() {
  try {
    if (!file_) {
      auto opened = TrackingFile::open(options_, pace_.wait);
      if (!opened) return fail(opened.error());
      file_.emplace(std::move(*opened));
    }
    if (const auto error = file_->write(batch_, now())) return fail(*error);
    batch_.clear();
    tell_success();
  } catch (const std::exception& error) {  // no memory
    fail({base::ErrorKind::Unavailable, error.what()});
  }
}

// What can only be mended by a person is not worth keeping mail in memory for.
void Tracking::fail(const base::Error& error) {
  if (!is_failing_) spdlog::warn("message tracking: {}; mail goes on, events wait or are lost", error.text);
  is_failing_ = true;
  file_.reset();
  if (error.is_temporary()) return;
  lost_ += batch_.size();
  batch_.clear();
}

void Tracking::tell_success() {
  const std::uint64_t lost = lost_;
  if (is_failing_) spdlog::info("message tracking works again");
  if (lost != told_lost_) spdlog::warn("message tracking: {} messages were not recorded", lost - told_lost_);
  is_failing_ = false;
  told_lost_ = lost;
}

}  // namespace waybill::store
