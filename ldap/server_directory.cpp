// ldap/server_directory.cpp: the queue between mail threads and workers.
#include "ldap/server_directory.h"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <random>

#include "ldap/connection.h"
#include "ldap/schema.h"
#include "ldap/server_questions.h"
#include "ldap/servers.h"

namespace waybill::ldap {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kWorkers = 4;
constexpr std::size_t kMostWaiting = 10000;
constexpr auto kPatienceAtTheEnd = std::chrono::seconds(1);
constexpr auto kReturnAfter = std::chrono::minutes(1);  // to a server that comes before the one in use

struct Job {
  Job(message::Query what, Deadline deadline, bool waits)
      : query(std::move(what)), wanted_until(deadline), is_waited_for(waits) {}

  const message::Query query;
  Deadline wanted_until;  // the latest of those who wait
  bool is_waited_for;     // by somebody who has no answer yet
  std::optional<message::Fact> answer;
  std::condition_variable answered;  // for mail threads
};

bool is_unavailable(const message::Fact& fact) { return std::holds_alternative<message::Unavailable>(fact); }

}  // namespace

struct ServerDirectory::Shared {
  Shared(const Options& given, const std::vector<std::string_view>& wanted, Caches& caches)
      : options(given),
        attributes(fetched_attributes(wanted)),
        cache(caches.of(options, attributes)),
        servers(given.uris) {}

  const Options options;
  const std::vector<std::string> attributes;
  const std::shared_ptr<Cache> cache;
  Servers servers;
  std::atomic<std::filesystem::file_time_type> password_time = {};

  std::mutex mutex;
  std::condition_variable work;      // for workers: a job, or the end
  std::condition_variable stopping;  // for workers that wait for a server
  std::condition_variable ended;     // for the destructor
  std::deque<std::shared_ptr<Job>> waiting;
  std::map<message::Query, std::shared_ptr<Job>> under_way;  // those waiting, and those that a worker has
  std::size_t workers = 0;
  bool stop = false;

  // REQUIRES: mutex held. Null: too many wait already.
  std::shared_ptr<Job> join_or_add(const message::Query& query, Deadline deadline, bool waits = true) {
    const auto known = under_way.find(query);
    if (known != under_way.end()) {
      known->second->wanted_until = std::max(known->second->wanted_until, deadline);
      known->second->is_waited_for = known->second->is_waited_for || waits;
      return known->second;
    }
    if (waiting.size() >= kMostWaiting) return nullptr;
    auto job = std::make_shared<Job>(query, deadline, waits);
    under_way.emplace(query, job);
    waiting.push_back(job);
    work.notify_one();
    return job;
  }

  void trace_cache(const message::Query& query, const std::optional<Cache::Kept>& kept) const {
    static constexpr std::array<const char*, 3> kAges = {"fresh", "due", "stale"};
    options.trace->note({"cache", to_string(query), kept ? kAges.at(static_cast<std::size_t>(kept->age)) : "none"});
  }

  // Asks again without anybody waiting for it.
  void refresh(const message::Query& query) {
    const std::lock_guard lock(mutex);
    join_or_add(query, Clock::now() + options.timeout, false);
  }

  // Since it was asked the last time.
  bool has_another_password() {
    if (options.password_file.empty()) return false;
    std::error_code none;  // then the time is that of no file
    const auto time = std::filesystem::last_write_time(options.password_file, none);
    return password_time.exchange(time) != time;
  }

  // For somebody who waits for the job beyond that. False: nobody does, or this is the end.
  bool sleep_until(Deadline time, const Job& job) {
    std::unique_lock lock(mutex);
    return job.is_waited_for && time < job.wanted_until && !stopping.wait_until(lock, time, [&] { return stop; });
  }

  // Null at the end.
  std::shared_ptr<Job> take() {
    std::unique_lock lock(mutex);
    work.wait(lock, [&] { return stop || !waiting.empty(); });
    if (stop) return nullptr;
    auto job = std::move(waiting.front());
    waiting.pop_front();
    return job;
  }

  bool is_wanted(const Job& job) {
    const std::lock_guard lock(mutex);
    return Clock::now() < job.wanted_until;
  }

  // Whether an answer of that age is used without waiting for a new one.
  bool will_do(const message::Query& query, Cache::Age age) {
    if (age == Cache::Age::Fresh) return true;
    if (age == Cache::Age::Stale && !servers.all_failed()) return false;
    refresh(query);
    return true;
  }

  // Those of `out` that `open` names. What is not answered by the deadline stays as it is there when that is an answer:
  // it is stale.
  void wait_for_answers(const std::vector<message::Query>& queries, const std::vector<std::size_t>& open,
                        Deadline deadline, std::vector<message::Fact>& out) {
    const auto start = Clock::now();
    std::unique_lock lock(mutex);
    std::vector<std::shared_ptr<Job>> jobs;
    for (const std::size_t i : open) jobs.push_back(join_or_add(queries[i], deadline, is_unavailable(out[i])));
    for (const auto& job : jobs) {
      if (job != nullptr) job->answered.wait_until(lock, deadline, [&job] { return job->answer.has_value(); });
    }
    const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    const message::Unavailable late{fmt::format("the directory did not answer within {} ms", waited.count())};
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (jobs[i] == nullptr) continue;
      message::Fact fact = jobs[i]->answer.value_or(late);
      if (!is_unavailable(fact) || is_unavailable(out[open[i]])) out[open[i]] = std::move(fact);
    }
  }

  void finish(Job& job, message::Fact fact) {
    {
      const std::lock_guard lock(mutex);
      job.answer = std::move(fact);
      under_way.erase(job.query);
    }
    job.answered.notify_all();
  }
};

namespace {

// What one thread does: jobs from the queue, over a connection of its own.
template <class Shared>
class Worker {
 public:
  explicit Worker(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

  void run() {
    while (const auto job = shared_->take()) {
      shared_->finish(*job, shared_->is_wanted(*job) ? answer(*job) : nobody_waits());
    }
    connection_.reset();
    const std::lock_guard lock(shared_->mutex);
    --shared_->workers;
    shared_->ended.notify_all();
  }

 private:
  static message::Fact nobody_waits() { return message::Unavailable{"the directory is too slow"}; }

  message::Fact answer(const Job& job) {
    try {
      return ask(job);
    } catch (const std::exception& error) {
      connection_.reset();
      return message::Unavailable{error.what()};
    }
  }

  message::Fact ask(const Job& job) {
    const Deadline deadline = Clock::now() + shared_->options.timeout;
    auto fact = ask_servers(job, deadline);
    if (!fact && connection_) fact = ask_those_behind(job, deadline, fact.error());
    if (!fact) return message::Unavailable{fact.error().text};
    shared_->cache->keep(job.query, *fact, Clock::now());
    return std::move(*fact);
  }

  // With a connection left: the server works, whether it answered or not.
  base::Result<message::Fact> ask_servers(const Job& job, Deadline deadline) {
    const std::size_t most = shared_->options.uris.size() + 2;  // a connection that was kept, each, one once more
    base::Result<message::Fact> fact = base::Error{base::ErrorKind::Unavailable, "no server was asked"};
    for (std::size_t tries = 0; tries < most; ++tries) {
      const bool is_kept = keeps_connection(Clock::now());
      if (!is_kept) {
        if (auto failed = connect(job, deadline)) return std::move(*failed);
      }
      fact = search(job, deadline, is_kept);
      if (fact || connection_ || Clock::now() >= deadline) break;
    }
    return fact;
  }

  // Limits and rights may differ from server to server. The next question begins with the first one again.
  base::Result<message::Fact> ask_those_behind(const Job& job, Deadline deadline, const base::Error& refusal) {
    const std::size_t first = server_;
    base::Result<message::Fact> fact = refusal;
    while (!fact && fact.error().kind == base::ErrorKind::Unavailable && Clock::now() < deadline &&
           try_servers(server_ + 1)) {
      fact = search(job, deadline, false);
    }
    if (server_ != first) connection_.reset();
    return fact;
  }

  base::Result<message::Fact> search(const Job& job, Deadline deadline, bool is_kept) {
    // A server has its time, here and in try_servers(), whatever is left to the message: those in a hurry would find it
    // slow again and again.
    const Deadline end = std::max(deadline, Clock::now() + shared_->options.operation_timeout);
    const std::size_t before = connection_->searches();
    ServerQuestions questions(*connection_, shared_->options, shared_->attributes, *shared_->cache, end);
    auto fact = questions.answer(job.query);
    if (connection_->is_broken()) {
      const bool may_have_ended = is_kept && !fact && fact.error().kind != base::ErrorKind::TimedOut;
      if (!fact && !may_have_ended) note_failure(server_, fact.error().text);
      connection_.reset();
    } else if (connection_->searches() == before) {  // the cache knew all: that says nothing of the server
      shared_->servers.release(server_);
    } else {
      note_success();
      if (!fact) note_refusal(fact.error().text);
    }
    return fact;
  }

  // False: there is none to go on with.
  bool keeps_connection(Clock::time_point now) {
    const bool rests = connection_ && shared_->servers.rest(server_, now).count() != 0;
    if (rests || (connection_ && is_to_return(now))) connection_.reset();
    return connection_.has_value();
  }

  // A better server than ours may be well again.
  bool is_to_return(Clock::time_point now) const {
    return now - connected_ > kReturnAfter && shared_->servers.is_better_open(server_, now);
  }

  // Nothing: there is a connection. Who is waited for waits for a server that is tried again before the deadline.
  std::optional<base::Error> connect(const Job& job, Deadline deadline) {
    while (!try_servers(0)) {
      const auto next = shared_->servers.next_chance(Clock::now());
      if (next >= deadline || !shared_->sleep_until(next, job)) {
        return base::Error{base::ErrorKind::Unavailable, shared_->servers.why_none()};
      }
    }
    return std::nullopt;
  }

  // Of the time for a question, for one server to connect: the others have to have their turn.
  std::chrono::milliseconds share() const {
    const Options& options = shared_->options;
    return std::min(options.connect_timeout, options.timeout / static_cast<int>(options.uris.size()));
  }

  bool try_servers(std::size_t from) {
    if (shared_->has_another_password()) shared_->servers.forget_refused_logins();
    if (shared_->options.trace != nullptr) trace_rests();
    for (auto server = shared_->servers.take(from, Clock::now()); server;
         server = shared_->servers.take(*server + 1, Clock::now())) {
      auto opened = Connection::open(shared_->options, shared_->servers.uri(*server), Clock::now() + share());
      if (opened) {
        connection_.emplace(std::move(*opened));
        server_ = *server;
        connected_ = Clock::now();
        return true;
      }
      note_no_connection(*server, opened.error());
    }
    return false;
  }

  void trace_rests() const {
    const auto now = Clock::now();
    for (std::size_t i = 0; i < shared_->options.uris.size(); ++i) {
      const auto rest = std::chrono::ceil<std::chrono::milliseconds>(shared_->servers.rest(i, now));
      if (rest.count() == 0) continue;
      shared_->options.trace->note(
          {shared_->servers.uri(i), "passed over", fmt::format("it failed, and rests for {} ms more", rest.count())});
    }
  }

  void note_no_connection(std::size_t server, const base::Error& error) {
    if (error.kind != base::ErrorKind::Denied) return note_failure(server, error.text);
    if (shared_->servers.note_refused_login(server, error.text, Clock::now())) {
      spdlog::warn("{}; it is tried again in ten minutes, or with another password", named(server, error.text));
    }
  }

  void note_failure(std::size_t server, const std::string& why) {
    const double lot = std::uniform_real_distribution<>(0, 1)(lots_);
    if (shared_->servers.note_failure(server, why, Clock::now(), lot)) spdlog::warn("{}", named(server, why));
  }

  void note_success() {
    if (shared_->servers.note_success(server_)) spdlog::info("{}", named(server_, "works again"));
  }

  void note_refusal(const std::string& why) {
    if (!shared_->servers.note_refusal(server_, Clock::now())) return;
    spdlog::warn("{}; the server is asked on for others", named(server_, why));
  }

  std::string named(std::size_t server, const std::string& what) const {
    const std::string& uri = shared_->servers.uri(server);
    const bool is_named = what.find(uri) != std::string::npos;
    return "directory: " + (is_named ? what : uri + ": " + what);
  }

  std::shared_ptr<Shared> shared_;
  std::optional<Connection> connection_;
  std::size_t server_ = 0;  // of the connection
  Clock::time_point connected_ = {};
  std::minstd_rand lots_{std::random_device()()};
};

// Threads inherit the mask: signals go to the thread that waits for them, and a broken connection raises no SIGPIPE.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t before_ = {};
};

}  // namespace

ServerDirectory::ServerDirectory(const Options& options, const std::vector<std::string_view>& attributes,
                                 Caches& caches)
    : shared_(std::make_shared<Shared>(options, attributes, caches)) {
  const AllSignalsBlocked blocked;
  shared_->workers = kWorkers;
  for (std::size_t i = 0; i < kWorkers; ++i) {
    workers_.emplace_back([shared = shared_] { Worker(shared).run(); });
  }
}

ServerDirectory::~ServerDirectory() {
  bool all_ended = false;
  {
    std::unique_lock lock(shared_->mutex);
    shared_->stop = true;
    shared_->work.notify_all();
    shared_->stopping.notify_all();
    all_ended = shared_->ended.wait_for(lock, kPatienceAtTheEnd, [&] { return shared_->workers == 0; });
  }
  for (std::thread& worker : workers_) all_ended ? worker.join() : worker.detach();
}

std::vector<message::Fact> ServerDirectory::ask(const std::vector<message::Query>& queries, Deadline deadline) {
  const auto start = Clock::now();
  std::vector<message::Fact> out(queries.size(), message::Unavailable{"too many questions wait for the directory"});
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    auto kept = shared_->cache->find(queries[i], start);
    if (shared_->options.trace != nullptr) shared_->trace_cache(queries[i], kept);
    if (!kept || !shared_->will_do(queries[i], kept->age)) open.push_back(i);
    if (kept) out[i] = std::move(kept->fact);
  }
  if (!open.empty()) shared_->wait_for_answers(queries, open, deadline, out);
  return out;
}

bool ServerDirectory::is_up() const { return !shared_->servers.all_failed(); }

}  // namespace waybill::ldap
