// mta/witness.cpp: look, keep, pause.
#include "mta/witness.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

#include "mta/journal.h"
#include "mta/log_file.h"

namespace waybill::mta {

Witness::Witness(WitnessOptions options, Position position, Keep keep)
    : options_(std::move(options)),
      position_(std::move(position)),
      keep_(std::move(keep)),
      thread_([this] { run(); }) {}

void Witness::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Witness::run() {
  do {
    try {
      work();
    } catch (const std::exception& error) {  // no memory: begins again where it kept last
      fail(error.what());
    }
  } while (pause(options_.retry));
}

void Witness::work() {
  const auto log = open();
  while (log) {
    const auto lines = read(*log);
    if (!lines) {
      if (!pause(options_.retry)) return;
      continue;
    }
    while (!keep(lines->proofs, log->position())) {
      works_ = false;
      if (!pause(options_.retry)) return;
    }
    works_ = true;
    if (!pause(lines->may_be_more ? std::chrono::milliseconds(0) : options_.look)) return;
  }
}

// Nothing: it does not know where to begin. The log is used by this thread alone (sd-journal(3)).
std::unique_ptr<Log> Witness::open() {
  const auto position = position_();
  if (!position) {
    works_ = false;
    return nullptr;
  }
  kept_ = *position;
  if (options_.log == "journal") return std::make_unique<Journal>(options_.journal_folder, *position);
  return std::make_unique<LogFile>(options_.log, *position);
}

std::optional<Read> Witness::read(Log& log) {
  auto out = log.read();
  if (!out) {
    fail(out.error().text);
    return std::nullopt;
  }
  if (is_failing_) spdlog::info("the MTA's log can be read again");
  is_failing_ = false;
  return std::move(*out);
}

bool Witness::keep(const std::vector<Proof>& proofs, const std::string& position) {
  const auto now = std::chrono::steady_clock::now();
  const bool is_due = position != kept_ && (kept_.empty() || now - kept_at_ >= options_.keep_position);
  if (proofs.empty() && !is_due) return true;
  if (!keep_(proofs, position)) return false;
  kept_ = position;
  kept_at_ = now;
  return true;
}

void Witness::fail(const std::string& why) {
  if (!is_failing_) spdlog::warn("the MTA's log cannot be read: {}; duplicates of mail that comes meanwhile pass", why);
  is_failing_ = true;
  works_ = false;
}

// False: it is over.
bool Witness::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, time, [this] { return is_stopping_; });
}

}  // namespace waybill::mta
