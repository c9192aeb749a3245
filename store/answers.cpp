// store/answers.cpp: reading at once, writing behind.
#include "store/answers.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace waybill::store {
namespace {

constexpr const char* kWhat = "the directory's cache file";

std::size_t weight(const AnswersFile::Record& record) {
  constexpr std::size_t kItself = 256;
  const engine::Answer& answer = record.answer;
  return kItself + record.directory.size() + answer.query.subject.size() + answer.query.group.size();
}

}  // namespace

Answers::Answers(const AnswersOptions& options, Pace pace)
    : options_(options), wait_(pace.wait), behind_(kWhat, options, pace) {}

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
    const std::size_t bytes = weight(record);
    behind_.add(std::move(record), bytes);
  } catch (...) {  // no memory
    behind_.note_lost();
  }
}

}  // namespace waybill::store
