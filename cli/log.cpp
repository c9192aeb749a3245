// cli/log.cpp: spdlog's sink and pattern.
#include "cli/log.h"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include <cstdlib>
#include <iterator>
#include <memory>
#include <utility>

namespace waybill::cli {
namespace {

int priority_of(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::critical:
      return LOG_CRIT;
    case spdlog::level::err:
      return LOG_ERR;
    case spdlog::level::warn:
      return LOG_WARNING;
    case spdlog::level::info:
      return LOG_INFO;
    default:
      return LOG_DEBUG;
  }
}

class Priority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    fmt::format_to(std::back_inserter(out), "<{}>", priority_of(message.level));
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Priority>(); }
};

bool is_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat error_stream = {};
  if (stream == nullptr || fstat(STDERR_FILENO, &error_stream) != 0) return false;
  return fmt::format("{}:{}", error_stream.st_dev, error_stream.st_ino) == stream;
}

}  // namespace

void set_up_log() {
  openlog("waybilld", LOG_PID, LOG_MAIL);
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<Priority>('*').set_pattern(is_journal() ? "%*%v" : "%Y-%m-%d %H:%M:%S.%e %l: %v");
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  sink->set_formatter(std::move(formatter));
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("waybilld", std::move(sink)));
}

void set_log_level(const std::string& level) {
  spdlog::default_logger_raw()->set_level(spdlog::level::from_str(level));
}

}  // namespace waybill::cli
