// cli/signals.h: HUP, USR1, TERM and INT for a process in which libmilter runs.
//
// What: Signals turns signals into events.
//
// Contract
//   REQUIRES: Signals is made before any other thread; there is one. All threads then block these signals.
//   Signals of one kind that come faster than they are taken count once.
// Why so: libmilter starts a thread that waits (sigwait) for HUP, TERM and INT and ends the filter on each of them.
//   Nothing that a process does with its signals keeps them from that thread for sure: it takes what is pending at the
//   moment it begins to wait, even if a handler of another thread was to have it. So a daemon told to reload right
//   after its start would end. signals.cpp therefore defines sigwait itself, in place of the C library's: it never
//   returns, and a descriptor (signalfd) has all signals for its own.
#pragma once

#include <chrono>
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
  int signals_ = -1;   // signalfd
  int listener_ = -1;  // eventfd
};

}  // namespace waybill::cli
