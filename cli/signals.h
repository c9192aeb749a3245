// cli/signals.h: HUP, USR1, TERM and INT for a process in which libmilter runs.
//
// What: Signals turns signals into events that the main thread waits for.
//
// Contract
//   REQUIRES: made in the main thread, before any other; there is one.
//   The main thread never blocks HUP, TERM and INT. All other threads block all signals: they are started through
//   start_apart() or run_apart().
//   Signals of one kind that come faster than they are taken count once.
// Why so: libmilter has a thread that waits (sigwait) for HUP, TERM and INT and ends the filter on each of them. The
//   kernel gives a signal of the process to the main thread first, but only if that one does not block it (Linux,
//   complete_signal in kernel/signal.c): so handlers, and neither sigwait nor signalfd, which need it blocked. When a
//   signal is on its way to the main thread, a second one of another kind may still go to libmilter's thread. With HUP,
//   TERM and INT that is harmless: in each such pair we are to stop anyhow. USR1 would be harmful before a HUP, so it
//   is blocked everywhere and read from a descriptor; libmilter does not wait for it.
#pragma once

#include <functional>
#include <thread>

namespace waybill::cli {

class Signals {
 public:
  enum class Event { Reload, Stop, ListenerEnded };

  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  Event wait();

  // From any thread: wait() gives ListenerEnded.
  void tell_listener_ended();

 private:
  int user_signals_ = -1;  // signalfd of USR1
};

// A thread that no signal reaches.
std::thread start_apart(std::function<void()> work);

// Runs `work` in such a thread and waits: threads that it starts inherit its mask.
void run_apart(const std::function<void()>& work);

}  // namespace waybill::cli
