// metrics/metered_ports.cpp: decorators of the ports in engine/ports.h.
#include "metrics/metered_ports.h"

#include <utility>
#include <variant>

namespace waybill::metrics {
namespace {

// Of one thing that mail depends on.
class Dependency {
 public:
  Dependency(Registry& registry, const char* name)
      : up_(gauge(registry, "waybill_up", "1 unless the last question to it was not answered.", {{"what", name}})),
        failures_(
            counters(registry, "waybill_failures_total", "Questions that were not answered.").Add({{"what", name}})) {
    up_.Set(1);
  }

  void note(bool answered) { note(answered, answered); }

  // `is_up`: not the same where answers are remembered.
  void note(bool answered, bool is_up) {
    up_.Set(is_up ? 1 : 0);
    if (!answered) failures_.Increment();
  }

 private:
  Gauge& up_;
  Counter& failures_;
};

class MeteredDirectory final : public engine::Directory {
 public:
  MeteredDirectory(std::shared_ptr<engine::Directory> directory, Registry& registry)
      : directory_(std::move(directory)),
        dependency_(registry, "directory"),
        duration_(durations(registry, "waybill_directory_seconds", "Time that a message waited for the directory.")),
        answers_(counters(registry, "waybill_directory_answers_total", "Answers of the directory, by kind.")) {}

  std::vector<message::Fact> ask(const std::vector<message::Query>& queries,
                                 std::chrono::steady_clock::time_point deadline) override {
    const Stopwatch stopwatch(duration_);
    auto facts = directory_->ask(queries, deadline);
    bool answered = true;
    for (const message::Fact& fact : facts) {
      answers_.Add({{"answer", name(fact)}}).Increment();
      answered = answered && !std::holds_alternative<message::Unavailable>(fact);
    }
    dependency_.note(answered, answered && directory_->is_up());
    return facts;
  }

 private:
  static const char* name(const message::Fact& fact) {
    if (std::holds_alternative<message::Found>(fact)) return "found";
    return std::holds_alternative<message::NotFound>(fact) ? "not-found" : "unavailable";
  }

  std::shared_ptr<engine::Directory> directory_;
  Dependency dependency_;
  Histogram& duration_;
  Counters& answers_;
};

class MeteredDelivered final : public engine::Delivered {
 public:
  MeteredDelivered(std::shared_ptr<engine::Delivered> store, Registry& registry)
      : store_(std::move(store)),
        dependency_(registry, "store"),
        knows_(duration(registry, "knows")),
        remember_(duration(registry, "remember")),
        forget_(duration(registry, "forget")) {}

  base::Result<std::vector<bool>> knows(const dedupe::Passage& passage, const std::vector<std::string>& recipients,
                                        std::int64_t now) override {
    const Stopwatch stopwatch(knows_);
    auto result = store_->knows(passage, recipients, now);
    dependency_.note(bool(result));
    return result;
  }

  std::optional<base::Error> remember(const dedupe::Passage& passage, const std::vector<std::string>& recipients,
                                      std::int64_t now) override {
    const Stopwatch stopwatch(remember_);
    auto failed = store_->remember(passage, recipients, now);
    dependency_.note(!failed);
    return failed;
  }

  std::optional<base::Error> forget(const dedupe::Passage& passage) override {
    const Stopwatch stopwatch(forget_);
    auto failed = store_->forget(passage);
    dependency_.note(!failed);
    return failed;
  }

 private:
  static Histogram& duration(Registry& registry, const char* operation) {
    return durations(registry, "waybill_store_seconds", "Time of the memory of who has a copy, by operation.",
                     {{"operation", operation}});
  }

  std::shared_ptr<engine::Delivered> store_;
  Dependency dependency_;
  Histogram& knows_;
  Histogram& remember_;
  Histogram& forget_;
};

class MeteredSeen final : public engine::Seen {
 public:
  MeteredSeen(std::shared_ptr<engine::Seen> seen, Registry& registry)
      : seen_(std::move(seen)),
        dependency_(registry, "seen"),
        duration_(
            durations(registry, "waybill_seen_seconds", "Time that a message waited for the memory of seen ones.")) {}

  base::Result<std::vector<std::optional<engine::Sighting>>> meet(const engine::Arrival& arrival) noexcept override {
    const Stopwatch stopwatch(duration_);
    auto met = seen_->meet(arrival);
    dependency_.note(bool(met));
    return met;
  }

  base::Result<std::string> position(const std::string& hub) noexcept override { return seen_->position(hub); }
  std::optional<base::Error> prove(const std::string& hub, const std::vector<engine::Proof>& proofs,
                                   const std::string& position, std::int64_t now) noexcept override {
    return seen_->prove(hub, proofs, position, now);
  }

 private:
  std::shared_ptr<engine::Seen> seen_;
  Dependency dependency_;
  Histogram& duration_;
};

class MeteredOutgoing final : public engine::Outgoing {
 public:
  MeteredOutgoing(std::shared_ptr<engine::Outgoing> outgoing, Registry& registry)
      : outgoing_(std::move(outgoing)),
        dependency_(registry, "reinject"),
        duration_(durations(registry, "waybill_reinject_seconds", "Time to hand a copy or a report to the MTA.")) {}

  base::Result<message::Receipt> deliver(const message::Submission& submission,
                                         std::chrono::steady_clock::time_point deadline) override {
    const Stopwatch stopwatch(duration_);
    auto receipt = outgoing_->deliver(submission, deadline);
    dependency_.note(bool(receipt));
    return receipt;
  }

 private:
  std::shared_ptr<engine::Outgoing> outgoing_;
  Dependency dependency_;
  Histogram& duration_;
};

}  // namespace

std::shared_ptr<engine::Directory> metered(std::shared_ptr<engine::Directory> directory, Registry& registry) {
  return std::make_shared<MeteredDirectory>(std::move(directory), registry);
}

std::shared_ptr<engine::Delivered> metered(std::shared_ptr<engine::Delivered> store, Registry& registry) {
  return std::make_shared<MeteredDelivered>(std::move(store), registry);
}

std::shared_ptr<engine::Seen> metered(std::shared_ptr<engine::Seen> seen, Registry& registry) {
  return std::make_shared<MeteredSeen>(std::move(seen), registry);
}

std::shared_ptr<engine::Outgoing> metered(std::shared_ptr<engine::Outgoing> outgoing, Registry& registry) {
  return std::make_shared<MeteredOutgoing>(std::move(outgoing), registry);
}

}  // namespace waybill::metrics
