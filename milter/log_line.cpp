// milter/log_line.cpp: the keys of a message's log line, in their order.
#include "milter/log_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace waybill::milter {
namespace {

using base::printable;

constexpr std::string_view kDoNotAudit = "DoNotAudit";

// ` rules="A, B"`, or nothing.
std::string list_rules(const char* key, const message::Outcome& outcome, base::Truth matched) {
  std::string names;
  for (const message::RuleTrace& rule : outcome.rules) {
    if (rule.matched == matched && rule.severity != kDoNotAudit)
      names += (names.empty() ? "" : ", ") + printable(rule.name);
  }
  return names.empty() ? names : fmt::format(" {}=\"{}\"", key, names);
}

// ` severity=High`: the highest of the rules that matched, or nothing.
std::string name_severity(const message::Outcome& outcome) {
  constexpr std::array<std::string_view, 3> kHighestFirst = {"High", "Medium", "Low"};
  for (const std::string_view severity : kHighestFirst) {
    const bool has = std::any_of(outcome.rules.begin(), outcome.rules.end(), [&](const message::RuleTrace& rule) {
      return rule.matched == base::Truth::Yes && rule.severity == severity;
    });
    if (has) return fmt::format(" severity={}", severity);
  }
  return {};
}

// ` placed="html: under-reply"`, one a rule, or nothing.
std::string list_places(const message::Outcome& outcome) {
  std::string out;
  for (const message::RuleTrace& rule : outcome.rules) {
    if (!rule.placed.empty()) out += (out.empty() ? "" : " | ") + rule.placed;
  }
  return out.empty() ? out : fmt::format(" placed=\"{}\"", out);
}

std::string count_edits(const message::Edits& edits) {
  const auto body = std::count_if(edits.begin(), edits.end(), [](const message::Edit& edit) {
    return std::holds_alternative<message::SpliceBody>(edit);
  });
  return fmt::format("header {}, body {}", static_cast<std::ptrdiff_t>(edits.size()) - body, body);
}

// ` broken_dkim_kept="DKIM-Signature of example.com (body)"`, or nothing. A stranger's mail may have many: not all are
// named.
std::string list_broken(const char* key, const message::Copy& copy, bool removed) {
  constexpr std::size_t kNamed = 5;
  std::string names;
  std::size_t count = 0;
  for (const message::BrokenDkim& broken : copy.broken_dkim) {
    if (broken.removed == removed && ++count <= kNamed) names += (names.empty() ? "" : ", ") + to_string(broken);
  }
  if (count > kNamed) names += fmt::format(", and {} more", count - kNamed);
  return names.empty() ? names : fmt::format(" {}=\"{}\"", key, names);
}

std::string describe(const message::Copy& copy) {
  std::string out;
  if (!copy.edits.empty()) out += fmt::format(" edits=\"{}\"", count_edits(copy.edits));
  if (const auto& left = copy.left_alone) {
    out += fmt::format(" left_alone=\"{}\" by=\"{}\" fallback={}", to_string(left->reason), printable(left->rule),
                       left->fallback);
    if (!left->detail.empty()) out += fmt::format(" detail=\"{}\"", printable(left->detail));
  }
  out += list_broken("broken_dkim_kept", copy, false) + list_broken("broken_dkim_removed", copy, true);
  if (!copy.duplicates.empty()) out += fmt::format(" duplicates={}", copy.duplicates.size());
  if (!copy.sent_before.empty()) out += fmt::format(" sent_before={}", copy.sent_before.size());
  out += fmt::format(" verdict={}", to_string(copy.verdict));
  if (copy.reply) out += fmt::format(" reply=\"{}\"", printable(to_string(*copy.reply)));
  return out;
}

std::string describe(const message::Message& message) {
  const message::Envelope& envelope = message.envelope;
  const message::HeaderField* id = find(message.headers, "Message-ID");
  return fmt::format("from=<{}> to=<{}> nrcpt={} message-id={} size={}", printable(envelope.sender),
                     envelope.recipients.empty() ? std::string() : printable(envelope.recipients.front().address),
                     envelope.recipients.size(), id == nullptr ? "" : printable(message::unfold(id->value)),
                     message.body.size());
}

}  // namespace

std::vector<std::string> log_lines(const engine::Finished& finished) {
  const auto& [message, outcome, at, took, dry_run] = finished;
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  const std::string queue_id = message.envelope.queue_id.empty() ? "NOQUEUE" : printable(message.envelope.queue_id);
  std::vector<std::string> out = {fmt::format(
      "{}: {}{}{}{}{}{}{} ms={}", queue_id, describe(message), list_rules("rules", outcome, base::Truth::Yes),
      list_rules("undecided", outcome, base::Truth::Unknown), name_severity(outcome), list_places(outcome),
      outcome.seen_failure.empty() ? "" : " duplicates=unknown", describe(outcome.copies.front()), milliseconds)};
  for (std::size_t i = 1; i < outcome.copies.size(); ++i) {
    const message::Copy& copy = outcome.copies[i];
    out.push_back(fmt::format("{}: copy={} of={} to=<{}> nrcpt={}{}", queue_id, i + 1, outcome.copies.size(),
                              copy.recipients.empty() ? std::string() : printable(copy.recipients.front()),
                              copy.recipients.size(), describe(copy)));
  }
  for (const message::Copy& copy : outcome.copies) {
    for (const auto& [recipient, earlier] : copy.duplicates) {
      out.push_back(fmt::format("{}: DUPLICATE to=<{}> of={} hub={} id={}", queue_id, printable(recipient),
                                printable(earlier.queue_id), printable(earlier.hub), outcome.id));
    }
  }
  for (const message::RuleTrace& rule : outcome.rules) {
    if (rule.matched != base::Truth::Yes || rule.log.empty()) continue;
    out.push_back(
        fmt::format("{}: event rule=\"{}\" text=\"{}\"", queue_id, printable(rule.name), printable(rule.log)));
  }
  for (std::string& line : out) line += dry_run ? " dry-run" : "";
  return out;
}

}  // namespace waybill::milter
