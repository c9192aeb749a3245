// cli/reload.cpp: check, find, send HUP.
#include "cli/reload.h"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "cli/print_diagnostics.h"
#include "config/build_policy.h"
#include "milter/listener.h"

namespace waybill::cli {
namespace {

base::Result<pid_t> find_daemon(const std::string& socket) {
  const char* known = std::getenv("MAINPID");
  const std::string_view digits = known == nullptr ? "" : known;
  pid_t process = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), process);
  return process > 0 ? base::Result(process) : milter::find_listener(socket);
}

}  // namespace

int run_reload(const std::string& config) {
  base::Diagnostics diagnostics;
  const auto configuration = config::load(config, diagnostics);
  print(diagnostics);
  if (!configuration) return 1;
  const auto process = find_daemon(configuration->settings.milter.socket);
  if (!process) return complain(process.error().text);
  if (kill(*process, SIGHUP) != 0)
    return complain(fmt::format("cannot tell process {}: {}", *process, strerror(errno)));
  fmt::print("process {} was told to reload; its log says when it has\n", *process);
  return 0;
}

}  // namespace waybill::cli
