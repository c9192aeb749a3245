// cli/signals.h: HUP, USR1, TERM and INT for a process in which libmilter runs.
//
// What: Signals turns signals into events; run_apart() runs the whole daemon in a thread that no signal reaches.
//
// Contract
//   REQUIRES: Signals is made in the main thread, before any other; there is one. The main thread then calls
//   run_apart() and does nothing else.
//   Signals of one kind that come faster than they are taken count once.
// Why so: libmilter has a thread that waits (sigwait) for HUP, TERM and INT and ends the filter on each of them. The
//   kernel gives a signal of the process to the main thread first, but only if that one does not block it (Linux,
//   complete_signal in kernel/signal.c). So the main thread must never block one of them, not for a moment:
//   - handlers, and neither sigwait nor signalfd, which need it blocked;
//   - SA_NODEFER, else it is blocked while its handler runs;
//   - no work in the main thread: pthread_create (glibc 2.36) and others block all signals meanwhile.
//   When a signal is on its way to the main thread, a second one of another kind may still go to libmilter's thread.
//   With HUP, TERM and INT that is harmless: in each such pair we are to stop anyhow. USR1 would be harmful before a
//   HUP, so it is blocked everywhere and read from a descriptor; libmilter does not wait for it. All of this was seen:
//   without one of these a burst of HUP and USR1 ends the process.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

namespace waybill::cli {

class Signals {
 public:
  enum class Event { Nothing, Reload, Stop, ListenerEnded };

  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Nothing: none came for that long; without `patience` it waits for ever.
  Event wait(std::optional<std::chrono::milliseconds> patience);

  // From any thread: wait() gives ListenerEnded.
  void tell_listener_ended();

 private:
  int user_signals_ = -1;  // signalfd of USR1
};

// The result of `work`, which runs in a thread with all signals blocked; threads that it starts inherit that.
int run_apart(const std::function<int()>& work);

}  // namespace waybill::cli
