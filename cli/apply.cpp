// cli/apply.cpp: writing messages after their edits.
#include "cli/apply.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "base/text.h"

namespace waybill::cli {
namespace {

namespace fs = std::filesystem;

// On a terminal: how far we are, on one line that is overwritten.
class Progress {
 public:
  explicit Progress(std::size_t total) : total_(total), shown_(total > 1 && isatty(STDERR_FILENO) != 0) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
  }

  void step() {
    ++done_;
    if (!shown_) return;
    constexpr std::size_t kWidth = 40;
    const std::size_t filled = kWidth * done_ / total_;
    fmt::print(stderr, "\r[{:#<{}}{: <{}}] {}/{}", "", filled, "", kWidth - filled, done_, total_);
  }

 private:
  std::size_t total_;
  std::size_t done_ = 0;
  bool shown_;
};

bool write_file(const fs::path& path, const std::string& bytes) {
  std::error_code code;
  fs::create_directories(path.parent_path(), code);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  if (out) return true;
  fmt::print(stderr, "waybill: {}: {}\n", path.string(), std::strerror(errno));
  return false;
}

bool is_kept(const message::Copy& copy) {
  return copy.verdict == message::Verdict::Accept || copy.verdict == message::Verdict::Quarantine;
}

void say_verdict(const std::string& path, const message::Copy& copy) {
  fmt::print(stderr, "waybill: {}: {}{}{}\n", base::printable(path), to_string(copy.verdict), copy.reply ? ": " : "",
             copy.reply ? to_string(*copy.reply) : "");
}

class Apply {
 public:
  explicit Apply(std::string output) : output_(std::move(output)) {}

  bool write_copies(const Input& input, const Examined& examined) {
    bool written = true;
    const auto& copies = examined.outcome.copies;
    for (std::size_t k = 0; k < copies.size(); ++k) {
      const std::string suffix = copies.size() > 1 ? "." + std::to_string(k + 1) : std::string();
      if (!is_kept(copies[k])) {
        say_verdict(input.path, copies[k]);
      } else if (!write_one(input.name + suffix, message::write(examined.raw, copies[k].edits))) {
        written = false;
      }
    }
    return written;
  }

 private:
  bool write_one(const std::string& name, const std::string& bytes) {
    if (output_ == "-") {
      std::cout.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      return static_cast<bool>(std::cout.flush());
    }
    if (names_.insert(name).second) return write_file(fs::path(output_) / name, bytes);
    fmt::print(stderr, "waybill: {}: two inputs of this name; only the first was written\n", name);
    return false;
  }

  std::string output_;
  std::set<std::string> names_;
};

}  // namespace

int run_apply(const OfflineOptions& options, const std::string& output) {
  const std::vector<Input> inputs = list_inputs(options.inputs);
  if (output == "-" && inputs.size() > 1) {
    fmt::print(stderr, "waybill: --output - takes one message, not {}\n", inputs.size());
    return 1;
  }
  const auto offline = set_up(options);
  if (!offline) return 1;
  int exit_code = 0;
  Apply apply(output);
  Progress progress(inputs.size());
  for (const Input& input : inputs) {
    const auto examined = examine(*offline, options, input.path);
    if (!examined) fmt::print(stderr, "waybill: {}\n", examined.error().text);
    if (!examined || !apply.write_copies(input, *examined)) exit_code = 2;
    progress.step();
  }
  return exit_code;
}

}  // namespace waybill::cli
