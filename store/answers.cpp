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

}  // namespace

Answers::Answers(const AnswersOptions& options, Pace pace)
    : options_(options), wait_(pace.wait), behind_(kWhat, options, within(options, pace)) {}

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
