// cli/signals.cpp: a descriptor for signals, and a sigwait that keeps libmilter from them.
#include "cli/signals.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

// Called by libmilter's thread for signals, and by nothing else.
extern "C" [[gnu::visibility("default")]] int sigwait(const sigset_t* /*signals*/, int* /*came*/) {
  for (;;) pause();
}

namespace waybill::cli {
namespace {

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

}  // namespace

Signals::Signals() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t ours;
  sigemptyset(&ours);
  for (const int number : {SIGHUP, SIGUSR1, SIGTERM, SIGINT}) sigaddset(&ours, number);
  pthread_sigmask(SIG_BLOCK, &ours, nullptr);
  signals_ = checked(signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd");
  listener_ = checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd");
}

Signals::Event Signals::wait(std::optional<std::chrono::milliseconds> patience) {
  std::array<pollfd, 2> sources = {{{signals_, POLLIN, 0}, {listener_, POLLIN, 0}}};
  const int timeout = patience ? static_cast<int>(patience->count()) : -1;
  if (poll(sources.data(), sources.size(), timeout) <= 0) return Event::Nothing;
  bool reload = false;
  signalfd_siginfo signal;
  while (read(signals_, &signal, sizeof signal) > 0) {
    if (signal.ssi_signo == SIGTERM || signal.ssi_signo == SIGINT) return Event::Stop;
    reload = true;
  }
  if (reload) return Event::Reload;
  return sources[1].revents != 0 ? Event::ListenerEnded : Event::Nothing;
}

void Signals::tell_listener_ended() { checked(eventfd_write(listener_, 1), "eventfd"); }

}  // namespace waybill::cli
