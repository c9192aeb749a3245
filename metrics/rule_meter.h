// metrics/rule_meter.h: counts what each rule does and costs.
//
// What: one for each policy; rules of the same name go on counting after a reload, those of removed rules stay until
// the process ends.
// REQUIRES: `names` are those of the policy's rules, in its order.
// Threads: any number.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/ports.h"
#include "metrics/families.h"

namespace waybill::metrics {

class RuleMeter final : public engine::Observer, public engine::RuleWatch {
 public:
  RuleMeter(Registry& registry, const std::vector<std::string>& names);

  void note(const engine::Finished& finished) noexcept override;
  std::chrono::steady_clock::time_point now() const noexcept override { return std::chrono::steady_clock::now(); }
  void evaluated(std::size_t rule, std::chrono::steady_clock::time_point since) noexcept override;

 private:
  struct Series {
    Counter* evaluations;
    Counter* seconds;
    Counter* matches;
    Counter* undecided;
  };
  std::vector<Series> rules_;
  std::unordered_map<std::string, std::size_t> index_;  // by name
};

}  // namespace waybill::metrics
