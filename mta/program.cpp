// mta/program.cpp: posix_spawn, with both outputs in files that have no name.
#include "mta/program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/text.h"

extern char** environ;

namespace waybill::mta {
namespace {

using base::Error;
using base::ErrorKind;

class Sink {
 public:
  Sink() : descriptor_(memfd_create("output", MFD_CLOEXEC)) {}
  ~Sink() { close(descriptor_); }
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  int descriptor() const { return descriptor_; }

  std::string read_all() const {
    std::string out;
    std::array<char, 4096> buffer;
    for (ssize_t count = 0;
         (count = pread(descriptor_, buffer.data(), buffer.size(), static_cast<off_t>(out.size()))) > 0;)
      out.append(buffer.data(), static_cast<std::size_t>(count));
    return out;
  }

 private:
  int descriptor_;
};

class Actions {
 public:
  Actions(const Sink& out, const Sink& err) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, out.descriptor(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, err.descriptor(), STDERR_FILENO);
  }
  ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

bool is_plain(char c) {
  const char low = base::lower(c);
  return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("-_./:=,@+").find(c) != std::string_view::npos;
}

}  // namespace

base::Result<Output> run_for_both(const std::vector<std::string>& command) {
  const Sink out;
  const Sink err;
  const Actions actions(out, err);
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, arguments[0], actions.get(), nullptr, arguments.data(), environ);
  if (failed != 0) {
    const ErrorKind kind = failed == ENOENT ? ErrorKind::NotFound : ErrorKind::Unavailable;
    return Error{kind, command[0] + ": " + std::generic_category().message(failed)};
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return Output{out.read_all(), err.read_all()};
  return Error{ErrorKind::Unavailable, shell_form(command) + ": " + std::string(base::trim(err.read_all()))};
}

base::Result<std::string> run(const std::vector<std::string>& command) {
  auto output = run_for_both(command);
  if (!output) return output.error();
  return std::move(output->out);
}

std::string shell_form(const std::vector<std::string>& command) {
  std::string out;
  for (const std::string& word : command) {
    if (!out.empty()) out += ' ';
    if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) {
      out += word;
      continue;
    }
    out += '\'';
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    out += '\'';
  }
  return out;
}

}  // namespace waybill::mta
