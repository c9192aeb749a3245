// tests/bench/redis.cpp: seen messages in a Redis of its own, beside the bare round trip of the same connection, and
// what they take there.
//
// usage: bench_redis [SECONDS]
// SECONDS (5) is what each is measured for, in turns of a fifth.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "store/redis_seen.h"
#include "tests/integration/redis/redis_server.h"

namespace waybill::bench {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int kTurns = 5;
constexpr int kThreads = 8;
constexpr int kMessages = 20000;  // whose memory is measured

struct Measure {
  std::vector<double> microseconds;

  double rate() const {
    const double sum = std::accumulate(microseconds.begin(), microseconds.end(), 0.0);
    return 1'000'000 * static_cast<double>(microseconds.size()) / sum;
  }
  double median() {
    const auto middle = microseconds.begin() + static_cast<std::ptrdiff_t>(microseconds.size() / 2);
    std::nth_element(microseconds.begin(), middle, microseconds.end());
    return *middle;
  }
};

// `call` with what `prepare` gives, again and again; only the call is measured.
template <class Prepare, class Call>
void measure(const Prepare& prepare, const Call& call, Clock::duration time, Measure& out) {
  const auto end = Clock::now() + time;
  while (Clock::now() < end) {
    const auto prepared = prepare();
    const auto begin = Clock::now();
    call(prepared);
    out.microseconds.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
  }
}

// Message after message, each with an ID of the length of a real one.
class Mail {
 public:
  explicit Mail(std::string hub) : hub_(std::move(hub)) {}

  engine::Arrival next() {
    const std::string number = fmt::format("{:08}", ++count_);
    return {.id = "v1:" + number + std::string(35, 'i'),
            .way = std::string(22, 'w'),
            .here = {hub_, "4d" + number, 1'700'000'000 + count_},
            .recipients = {{"user" + number + "@example.com"}}};
  }

 private:
  std::string hub_;
  int count_ = 0;
};

void meet(engine::Seen& seen, const engine::Arrival& arrival) {
  const auto met = seen.meet(arrival);
  if (!met) throw std::runtime_error(met.error().text);
}

void compare(const tests::RedisServer& server, engine::Seen& seen, Clock::duration time) {
  auto connection = store::RedisConnection::open(server.address(), std::nullopt, Clock::now() + 5s);
  if (!connection) throw std::runtime_error(connection.error().text);
  Mail mail("mx1.example.com");
  const store::RedisScript nothing("return 1");
  Measure bare, idle, whole;
  for (int turn = 0; turn < kTurns; ++turn) {
    measure([] { return store::RedisCommand{"PING"}; },
            [&](const store::RedisCommand& ping) { (void)connection->exchange(ping, Clock::now() + 5s); },
            time / kTurns, bare);
    measure(
        [&] { return store::command_of(nothing); },
        [&](const store::RedisCommand& command) { (void)evaluate(*connection, nothing, command, Clock::now() + 5s); },
        time / kTurns, idle);
    measure([&] { return mail.next(); }, [&](const engine::Arrival& arrival) { meet(seen, arrival); }, time / kTurns,
            whole);
  }
  fmt::print("Redis, one connection: {:.0f} round trips/s (PING), {:.0f} candidates/s\n", bare.rate(), whole.rate());
  const double floor = bare.median();
  fmt::print("  medians: PING {:.1f} microseconds, a script that does nothing {:.2f} times, a candidate {:.2f} times\n",
             floor, idle.median() / floor, whole.median() / floor);
}

void load(engine::Seen& seen, Clock::duration time) {
  std::vector<Measure> measures(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      Mail mail(fmt::format("mx{}.example.com", i));
      measure([&] { return mail.next(); }, [&](const engine::Arrival& arrival) { meet(seen, arrival); }, time,
              measures[static_cast<std::size_t>(i)]);
    });
  }
  double rate = 0;
  for (std::thread& thread : threads) thread.join();
  for (const Measure& one : measures) rate += one.rate();
  fmt::print("Redis, {} threads: {:.0f} candidates/s\n", kThreads, rate);
}

std::int64_t used_memory(const tests::RedisServer& server) {
  const std::string text = server.ask({"INFO", "memory"}).text;
  const std::string name = "used_memory:";
  return std::stoll(text.substr(text.find(name) + name.size()));
}

void weigh(const tests::RedisServer& server, engine::Seen& seen) {
  server.ask({"FLUSHALL"});
  const std::int64_t before = used_memory(server);
  Mail mail("mx1.example.com");
  std::vector<engine::Proof> proofs;
  for (int i = 0; i < kMessages; ++i) {
    const engine::Arrival arrival = mail.next();
    meet(seen, arrival);
    proofs.push_back({arrival.here.queue_id, arrival.recipients.front().address});
  }
  const std::int64_t candidates = used_memory(server) - before;
  const auto begin = Clock::now();
  if (const auto error = seen.prove("mx1.example.com", proofs, "position", 1'700'000'000)) {
    throw std::runtime_error(error->text);
  }
  const std::chrono::duration<double, std::micro> took = Clock::now() - begin;
  const std::int64_t proven = used_memory(server) - before;
  fmt::print(
      "Redis, a message for one recipient: {} bytes as a candidate, {} bytes proven; a proof takes {:.1f} "
      "microseconds\n",
      candidates / kMessages, proven / kMessages, took.count() / kMessages);
}

void run(Clock::duration time) {
  tests::RedisServer server;
  server.start();
  const auto seen = tests::make(server.options());
  compare(server, *seen, time);
  load(*seen, time / kTurns);
  weigh(server, *seen);
}

}  // namespace
}  // namespace waybill::bench

int main(int count, char** arguments) try {
  waybill::bench::run(std::chrono::seconds(count > 1 ? std::atoi(arguments[1]) : 5));
  return 0;
} catch (const std::exception& error) {
  fmt::print(stderr, "bench_redis: {}\n", error.what());
  return 1;
}
