// milter/log_line.cpp: the keys of a message's log line, in their order.
#include "milter/log_line.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace waybill::milter {
namespace {

using base::printable;

// ` rules="A, B"`, or nothing.
std::string list_rules(const char* key, const message::Outcome& outcome, base::Truth matched) {
  std::string names;
  for (const message::RuleTrace& rule : outcome.rules) {
    if (rule.matched == matched) names += (names.empty() ? "" : ", ") + printable(rule.name);
  }
  return names.empty() ? names : fmt::format(" {}=\"{}\"", key, names);
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

std::string log_line(const message::Message& message, const message::Outcome& outcome, std::chrono::milliseconds took) {
  const std::string& queue_id = message.envelope.queue_id;
  return fmt::format("{}: {}{}{}{}{} ms={}", queue_id.empty() ? "NOQUEUE" : printable(queue_id), describe(message),
                     list_rules("rules", outcome, base::Truth::Yes),
                     list_rules("undecided", outcome, base::Truth::Unknown), list_places(outcome),
                     describe(outcome.copies.front()), took.count());
}

}  // namespace waybill::milter
