// store/answers.h: engine::Answers in an SQLite file.
//
// Contract: keep() never waits for the disk; what becomes of answers that cannot be written stands in store/behind.h.
// Those that wait are as many bytes as the file may have at most.
// load() reads the file at once. A file that cannot be read is told to the log: mail goes on without it. A damaged one
// of ours is set aside before anything else (store/database.h), and a new one begun.
// One object for the whole process, as of store/tracking.h.
// Threads: any number.
#pragma once

#include <string>
#include <vector>

#include "engine/ports.h"
#include "store/answers_file.h"
#include "store/behind.h"

namespace waybill::store {

class Answers final : public engine::Answers {
 public:
  explicit Answers(const AnswersOptions& options, Pace pace = {});

  std::vector<engine::Answer> load(const std::string& directory) noexcept override;
  void keep(const std::string& directory, engine::Answer answer) noexcept override;
  void finish() { behind_.finish(); }

  std::uint64_t lost() const { return behind_.lost(); }

 private:
  const AnswersOptions options_;
  const std::chrono::milliseconds wait_;
  Behind<AnswersFile> behind_;
};

}  // namespace waybill::store
