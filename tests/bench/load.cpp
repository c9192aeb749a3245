// tests/bench/load.cpp: sends the same mails to waybilld and to the floor in turn, and prints how they compare.
//
// usage: bench_load SECONDS WAYBILLD-SOCKET WAYBILLD-PID FLOOR-SOCKET FLOOR-PID [NAME]
// SECONDS is what each line of the table takes for each of both; sockets as in smtpd_milters. With NAME the second is
// no floor but another waybilld, so called.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/mails.h"
#include "tests/bench/milter_client.h"
#include "tests/bench/process_use.h"

namespace waybill::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr int kTurns = 5;                         // each target is measured that often, in turn with the other
constexpr std::chrono::milliseconds kRarely(50);  // looks at memory: often is a burden of its own
constexpr std::chrono::milliseconds kOften(2);
constexpr std::size_t kLargeMail = 25 * 1024 * 1024;

struct Target {
  std::string name;
  std::string socket;
  pid_t pid = 0;
  bool must_change = false;  // the body has to come back larger
};

struct Measure {
  std::size_t messages = 0;
  double seconds = 0;
  std::vector<double> ends;  // of messages, in milliseconds
  double processor = 0;      // seconds of the target's own
  std::size_t peak = 0;      // anonymous memory

  double rate() const { return static_cast<double>(messages) / seconds; }
  double milliseconds_each() const { return processor * 1000 / static_cast<double>(messages); }
  double percentile(double share) {
    std::sort(ends.begin(), ends.end());
    return ends[static_cast<std::size_t>(share * static_cast<double>(ends.size() - 1))];
  }
};

std::atomic<unsigned> queue_ids = 0;

void check(const Target& target, const Mail& mail, const Sent& sent) {
  const bool fine = target.must_change ? sent.body_bytes > mail.body.size() : sent.body_bytes == mail.body.size();
  if (!fine) throw std::runtime_error(fmt::format("{}: a body of {} bytes came back", target.name, sent.body_bytes));
}

// One connection, message after message until the time is over.
std::vector<double> drive(const Target& target, const Mail& mail, Clock::time_point until) {
  MilterClient client(target.socket);
  std::vector<double> ends;
  do {
    const Sent sent = client.send(mail, fmt::format("B{:08X}", ++queue_ids));
    check(target, mail, sent);
    ends.push_back(std::chrono::duration<double, std::milli>(sent.end_of_message).count());
  } while (Clock::now() < until);
  return ends;
}

void measure(const Target& target, const Mail& mail, int connections, Seconds time, Measure& total,
             std::chrono::milliseconds pause = kRarely) {
  const MemoryWatch watch(target.pid, pause);
  const double used = processor_time(target.pid);
  const auto begin = Clock::now();
  const auto until = begin + std::chrono::duration_cast<Clock::duration>(time);
  std::mutex mutex;
  std::exception_ptr failure;
  std::vector<std::thread> threads;
  for (int i = 0; i < connections; ++i) {
    threads.emplace_back([&] {
      try {
        const std::vector<double> ends = drive(target, mail, until);
        const std::lock_guard lock(mutex);
        total.ends.insert(total.ends.end(), ends.begin(), ends.end());
      } catch (...) {
        const std::lock_guard lock(mutex);
        failure = std::current_exception();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
  total.messages = total.ends.size();
  total.seconds += Seconds(Clock::now() - begin).count();
  total.processor += processor_time(target.pid) - used;
  total.peak = std::max(total.peak, watch.peak());
}

void print_line(const std::string& what, int connections, const std::string& name, Measure& result, double ratio) {
  fmt::print("{:<23} {:>5} {:<9} {:>10.1f} {:>9.3f} {:>9.3f} {:>9.3f} {:>9.1f} {:>7.2f}\n", what, connections, name,
             result.rate(), result.percentile(0.5), result.percentile(0.99), result.milliseconds_each(),
             static_cast<double>(result.peak) / 1048576, ratio);
  std::fflush(stdout);
}

void compare(const std::array<Target, 2>& targets, const std::string& what, const Mail& mail, int connections,
             Seconds time) {
  std::array<Measure, 2> results;
  for (const Target& target : targets) {  // nothing is cold
    Measure unused;
    measure(target, mail, connections, time / 20, unused);
  }
  for (int turn = 0; turn < kTurns; ++turn) {
    for (std::size_t i = 0; i < targets.size(); ++i) measure(targets[i], mail, connections, time / kTurns, results[i]);
  }
  const double floor = results[1].rate();
  for (std::size_t i = 0; i < targets.size(); ++i) {
    print_line(what, connections, targets[i].name, results[i], results[i].rate() / floor);
  }
}

void measure_large(const Target& target) {
  const Mail mail = make_mail(kLargeMail);
  const std::size_t idle = anonymous_memory(target.pid);
  Measure result;
  measure(target, mail, 1, Seconds(0), result, kOften);
  const double above = static_cast<double>(result.peak) - static_cast<double>(std::min(idle, result.peak));
  fmt::print(
      "one mail of {:.1f} MB to {}: anonymous memory {:.1f} MB above idle, {:.2f} times its size; peak of all "
      "resident {:.1f} MB\n",
      static_cast<double>(mail.body.size()) / 1048576, target.name, above / 1048576,
      above / static_cast<double>(mail.body.size()), static_cast<double>(peak_resident(target.pid)) / 1048576);
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() != 5 && arguments.size() != 6) {
    fmt::print(stderr, "usage: bench_load SECONDS WAYBILLD-SOCKET WAYBILLD-PID FLOOR-SOCKET FLOOR-PID [NAME]\n");
    return 64;
  }
  const bool is_floor = arguments.size() == 5;
  const Seconds time(std::stod(arguments[0]));
  const std::array<Target, 2> targets = {
      {{"waybilld", arguments[1], std::stoi(arguments[2]), true},
       {is_floor ? "floor" : arguments[5], arguments[3], std::stoi(arguments[4]), !is_floor}}};
  for (const Target& target : targets) measure_large(target);
  fmt::print("\n{:<23} {:>5} {:<9} {:>10} {:>9} {:>9} {:>9} {:>9} {:>7}\n", "mail", "conns", "filter", "messages/s",
             "p50 ms", "p99 ms", "CPU ms", "peak MB", "ratio");
  for (const int connections : {1, 16}) {
    compare(targets, "2 KB plain", make_mail(2 * 1024), connections, time);
    compare(targets, "20 KB alternative", make_mail(20 * 1024), connections, time);
    compare(targets, "the same, UnderReply", from_guest(make_mail(20 * 1024)), connections, time);
    compare(targets, "20 KB reply, UnderReply", from_guest(make_reply(20 * 1024)), connections, time);
    compare(targets, "5 MB with attachment", make_mail(5 * 1024 * 1024), connections, time);
  }
  return 0;
}

}  // namespace
}  // namespace waybill::bench

int main(int argc, char** argv) {
  try {
    return waybill::bench::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_load: {}\n", error.what());
    return 1;
  }
}
