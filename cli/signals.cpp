// cli/signals.cpp: handlers that write to a pipe, and a descriptor for USR1.
#include "cli/signals.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>
#include <thread>

namespace waybill::cli {
namespace {

constexpr char kReload = 'r';
constexpr char kStop = 's';
constexpr char kEnded = 'e';

std::array<int, 2> events = {-1, -1};  // a pipe; handlers have nothing else to reach it by

void tell(char event) {
  const int before = errno;
  // A full pipe has enough events.
  [[maybe_unused]] const ssize_t written = write(events[1], &event, 1);
  errno = before;
}

void on_signal(int number) { tell(number == SIGHUP ? kReload : kStop); }

void check(bool done, const char* what) {
  if (!done) throw std::system_error(errno, std::generic_category(), what);
}

void handle(int number) {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART | SA_NODEFER;
  check(sigaction(number, &action, nullptr) == 0, "sigaction");
}

}  // namespace

Signals::Signals() {
  check(pipe2(events.data(), O_CLOEXEC | O_NONBLOCK) == 0, "pipe");
  std::signal(SIGPIPE, SIG_IGN);
  for (const int number : {SIGHUP, SIGTERM, SIGINT}) handle(number);
  sigset_t user;
  sigemptyset(&user);
  sigaddset(&user, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &user, nullptr);
  user_signals_ = signalfd(-1, &user, SFD_CLOEXEC | SFD_NONBLOCK);
  check(user_signals_ >= 0, "signalfd");
}

Signals::Event Signals::wait(std::optional<std::chrono::milliseconds> patience) {
  std::array<pollfd, 2> sources = {{{events[0], POLLIN, 0}, {user_signals_, POLLIN, 0}}};
  const int timeout = patience ? static_cast<int>(patience->count()) : -1;
  for (;;) {
    if (poll(sources.data(), sources.size(), timeout) == 0) return Event::Nothing;
    std::array<char, 256> buffer;
    const ssize_t count = read(events[0], buffer.data(), buffer.size());
    const std::string_view came(buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    if (came.find(kStop) != came.npos) return Event::Stop;
    if (came.find(kEnded) != came.npos) return Event::ListenerEnded;
    signalfd_siginfo user;
    const bool user_came = read(user_signals_, &user, sizeof user) > 0;
    if (user_came || came.find(kReload) != came.npos) return Event::Reload;
  }
}

void Signals::tell_listener_ended() { tell(kEnded); }

int run_apart(const std::function<int()>& work) {
  int result = 0;
  std::thread thread([&] {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    result = work();
  });
  thread.join();
  return result;
}

}  // namespace waybill::cli
