// cli/explain.cpp: what would happen to a message, and why.
#include "cli/explain.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace waybill::cli {
namespace {

using nlohmann::ordered_json;

ordered_json truth_json(base::Truth truth) {
  if (truth == base::Truth::Unknown) return "unknown";
  return truth == base::Truth::Yes;
}

ordered_json rule_json(const message::RuleTrace& rule) {
  ordered_json conditions = ordered_json::array();
  for (const message::ConditionTrace& condition : rule.conditions) {
    conditions.push_back({{"name", condition.name},
                          {"exception", condition.exception},
                          {"truth", truth_json(condition.truth)},
                          {"saw", condition.saw},
                          {"want", condition.want}});
    if (!condition.recipient.empty()) conditions.back()["recipient"] = condition.recipient;
  }
  ordered_json out = {{"name", rule.name}, {"matched", truth_json(rule.matched)}, {"conditions", conditions}};
  if (!rule.why.empty()) out["why"] = rule.why;
  if (!rule.recipients.empty()) out["recipients"] = rule.recipients;
  if (!rule.severity.empty()) out["severity"] = rule.severity;
  if (!rule.log.empty()) out["log"] = rule.log;
  if (!rule.placed.empty()) out["placed"] = rule.placed;
  return out;
}

ordered_json copy_json(const message::Copy& copy) {
  ordered_json out = {{"recipients", copy.recipients}, {"verdict", to_string(copy.verdict)}};
  out["edits"] = ordered_json::array();
  for (const message::Edit& edit : copy.edits) out["edits"].push_back(to_string(edit));
  out["left_alone"] = nullptr;
  if (const auto& left = copy.left_alone) {
    out["left_alone"] = {{"rule", left->rule}, {"reason", to_string(left->reason)}, {"fallback", left->fallback}};
    if (!left->detail.empty()) out["left_alone"]["detail"] = left->detail;
  }
  out["broken_dkim"] = ordered_json::array();
  for (const message::BrokenDkim& broken : copy.broken_dkim) {
    out["broken_dkim"].push_back({{"field", broken.field},
                                  {"instance", broken.instance},
                                  {"domain", broken.domain},
                                  {"changed", broken.what},
                                  {"removed", broken.removed}});
  }
  if (!copy.suppressible.empty()) out["no_duplicates_for"] = copy.suppressible;
  if (!copy.instead_of.empty()) out["instead_of"] = copy.instead_of;
  if (copy.reply) out["reply"] = to_string(*copy.reply);
  return out;
}

std::string dump(const ordered_json& object) {
  return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

std::string explain_json(const std::string& path, const message::Outcome& outcome) {
  ordered_json out = {{"id", outcome.id}, {"message", path}, {"error", nullptr}};
  out["rules"] = ordered_json::array();
  for (const message::RuleTrace& rule : outcome.rules) out["rules"].push_back(rule_json(rule));
  out["copies"] = ordered_json::array();
  for (const message::Copy& copy : outcome.copies) out["copies"].push_back(copy_json(copy));
  return dump(out);
}

std::string error_json(const std::string& path, const std::string& error) {
  return dump({{"id", nullptr},
               {"message", path},
               {"error", error},
               {"rules", ordered_json::array()},
               {"copies", ordered_json::array()}});
}

int run_explain(const OfflineOptions& options, bool json) {
  const auto offline = set_up(options);
  if (!offline) return 1;
  int exit_code = 0;
  for (const Input& input : list_inputs(options.inputs)) {
    const auto examined = examine(*offline, options, input.path);
    if (!examined) {
      exit_code = 2;
      fmt::print(stderr, "waybill: {}\n", examined.error().text);
      if (json) fmt::print("{}\n", error_json(input.path, examined.error().text));
    } else {
      fmt::print("{}", json ? explain_json(input.path, examined->outcome) + "\n"
                            : fmt::format("message {}\n{}", base::printable(input.path), to_string(examined->outcome)));
    }
  }
  return exit_code;
}

}  // namespace waybill::cli
