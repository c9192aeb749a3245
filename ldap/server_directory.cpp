// ldap/server_directory.cpp: the queue between mail threads and workers.
#include "ldap/server_directory.h"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>

#include "ldap/cache.h"
#include "ldap/connection.h"
#include "ldap/schema.h"
#include "ldap/server_questions.h"

namespace waybill::ldap {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kWorkers = 4;
constexpr std::size_t kMostWaiting = 10000;
constexpr auto kPatienceAtTheEnd = std::chrono::seconds(1);

struct Job {
  message::Query query;
  Deadline wanted_until;  // the latest of those who wait
  std::optional<message::Fact> answer = std::nullopt;
};

}  // namespace

struct ServerDirectory::Shared {
  Shared(const Options& given, const std::vector<std::string_view>& wanted)
      : options(given), attributes(fetched_attributes(wanted)), cache(given.cache_lifetime) {}

  const Options options;
  const std::vector<std::string> attributes;
  Cache cache;

  std::mutex mutex;
  std::condition_variable work;      // for workers: a job, or the end
  std::condition_variable answered;  // for mail threads
  std::condition_variable ended;     // for the destructor
  std::deque<std::shared_ptr<Job>> waiting;
  std::map<message::Query, std::shared_ptr<Job>> under_way;  // those waiting, and those that a worker has
  std::size_t workers = 0;
  bool stop = false;

  // REQUIRES: mutex held. Null: too many wait already.
  std::shared_ptr<Job> join_or_add(const message::Query& query, Deadline deadline) {
    const auto known = under_way.find(query);
    if (known != under_way.end()) {
      known->second->wanted_until = std::max(known->second->wanted_until, deadline);
      return known->second;
    }
    if (waiting.size() >= kMostWaiting) return nullptr;
    auto job = std::make_shared<Job>(Job{query, deadline});
    under_way.emplace(query, job);
    waiting.push_back(job);
    work.notify_one();
    return job;
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

  void finish(Job& job, message::Fact fact) {
    const std::lock_guard lock(mutex);
    job.answer = std::move(fact);
    under_way.erase(job.query);
    answered.notify_all();
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
      shared_->finish(*job, shared_->is_wanted(*job) ? answer(job->query) : nobody_waits());
    }
    connection_.reset();
    const std::lock_guard lock(shared_->mutex);
    --shared_->workers;
    shared_->ended.notify_all();
  }

 private:
  static message::Fact nobody_waits() { return message::Unavailable{"the directory is too slow"}; }

  message::Fact answer(const message::Query& query) {
    try {
      return ask(query);
    } catch (const std::exception& error) {
      connection_.reset();
      return message::Unavailable{error.what()};
    }
  }

  message::Fact ask(const message::Query& query) {
    const Deadline deadline = Clock::now() + shared_->options.timeout;
    const bool had_connection = connection_.has_value();
    auto fact = try_once(query, deadline);
    const bool lost = !fact && !connection_ && fact.error().kind != base::ErrorKind::TimedOut;
    if (had_connection && lost) fact = try_once(query, deadline);
    if (!fact) return message::Unavailable{fact.error().text};
    shared_->cache.keep(query, *fact, Clock::now());
    return std::move(*fact);
  }

  base::Result<message::Fact> try_once(const message::Query& query, Deadline deadline) {
    if (!connection_) {
      auto opened = Connection::open(shared_->options, deadline);
      if (!opened) return opened.error();
      connection_.emplace(std::move(*opened));
    }
    ServerQuestions questions(*connection_, shared_->options, shared_->attributes, shared_->cache, deadline);
    auto fact = questions.answer(query);
    if (connection_->is_broken()) connection_.reset();
    return fact;
  }

  std::shared_ptr<Shared> shared_;
  std::optional<Connection> connection_;
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

ServerDirectory::ServerDirectory(const Options& options, const std::vector<std::string_view>& attributes)
    : shared_(std::make_shared<Shared>(options, attributes)) {
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
    all_ended = shared_->ended.wait_for(lock, kPatienceAtTheEnd, [&] { return shared_->workers == 0; });
  }
  for (std::thread& worker : workers_) all_ended ? worker.join() : worker.detach();
}

std::vector<message::Fact> ServerDirectory::ask(const std::vector<message::Query>& queries, Deadline deadline) {
  const auto start = Clock::now();
  std::vector<message::Fact> out(queries.size(), message::Unavailable{"too many questions wait for the directory"});
  std::vector<std::shared_ptr<Job>> jobs(queries.size());
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    auto kept = shared_->cache.find(queries[i], start);
    if (kept) out[i] = std::move(*kept);
    if (!kept) open.push_back(i);
  }
  if (open.empty()) return out;
  std::unique_lock lock(shared_->mutex);
  for (const std::size_t i : open) jobs[i] = shared_->join_or_add(queries[i], deadline);
  const auto is_done = [](const std::shared_ptr<Job>& job) { return job == nullptr || job->answer.has_value(); };
  shared_->answered.wait_until(lock, deadline, [&] { return std::all_of(jobs.begin(), jobs.end(), is_done); });
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
  for (const std::size_t i : open) {
    if (jobs[i] == nullptr) continue;
    out[i] = jobs[i]->answer.value_or(
        message::Unavailable{fmt::format("the directory did not answer within {} ms", waited.count())});
  }
  return out;
}

}  // namespace waybill::ldap
