// store/answers.cpp: reading at once, writing behind.
#include "store/answers.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace waybill::store {
namespace {

constexpr const char* kWhat = "the directory's cache file";

// What the file has no room for need not wait for it.
Pace within(const AnswersOptions& options, Pace pace) {
  pace.most_waiting_bytes = std::min(pace.most_waiting_bytes, static_cast<std::size_t>(options.most_bytes));
  return pace;
}

// It is a cache: one that is damaged makes way for a new one.
AnswersOptions healed(const AnswersOptions& options, std::chrono::milliseconds wait) {
  const auto aside = Database::set_aside_damaged(options.path, wait);
  if (!aside) {
    spdlog::warn("{}: is damaged, and {}", kWhat, aside.error().text);
  } else if (*aside) {
    spdlog::warn("{}: {} was damaged; it is now {}.broken, and a new one is begun", kWhat, options.path, options.path);
  }
  return options;
}

}  // namespace

Answers::Answers(const AnswersOptions& options, Pace pace)
    : options_(healed(options, pace.wait)), wait_(pace.wait), behind_(kWhat, options_, within(options, pace)) {}

std::vector<engine::Answer> Answers::load(const std::string& directory) noexcept {
  try {
    auto read = AnswersFile::read(options_, directory, wait_);
    if (read) return std::move(*read);
    if (read.error().kind != base::ErrorKind::NotFound) spdlog::warn("{}: {}", kWhat, read.error().text);
  } catch (const std::exception& error) {  // no memory
    spdlog::warn("{}: {}", kWhat, error.what());
  }
  return {};
}

void Answers::keep(const std::string& directory, engine::Answer answer) noexcept {
  try {
    AnswersFile::Record record{directory, std::move(answer)};
    const std::size_t bytes = directory.size() + message::bytes_of(record.answer.query, record.answer.fact);
    behind_.add(std::move(record), bytes);
  } catch (...) {  // no memory
    behind_.note_lost();
  }
}

}  // namespace waybill::store
