// tests/fuzz/process.cpp: a stranger's message goes the whole way through one signature rule.
#include <string>
#include <variant>

#include "engine/process.h"
#include "message/raw_message.h"
#include "tests/fuzz/fuzz_target.h"

using namespace waybill;

namespace {

constexpr std::string_view kHtml =
    "<p>%%DisplayName%% Gr\xC3\xBC\xC3\x9F"
    "e <a href=\"http://example.com/\">x</a></p>";

engine::Policy make_policy(rules::Fallback fallback) {
  engine::Policy policy;
  policy.organization.domains = {"example.com"};
  policy.organization.trusted_networks = {*message::parse_network("127.0.0.0/8")};
  rules::Rule rule;
  rule.name = "Everyone";
  rule.disclaimer = rules::Disclaimer{.html = {.text = std::string(kHtml)}, .fallback = fallback};
  base::Diagnostics diagnostics;
  policy.signatures.emplace_back(signature::Signature{signature::Template::parse(kHtml, {}, diagnostics)});
  policy.rules.push_back(rule);
  return policy;
}

message::Outcome decide(const engine::Policy& policy, const message::Message& message) {
  const engine::Prepared prepared = engine::prepare(message, policy.limits);
  message::Facts facts;
  for (std::size_t round = 0; round <= policy.limits.question_rounds; ++round) {
    engine::Step step = engine::process(policy, prepared, facts, 0);
    if (const auto* outcome = std::get_if<message::Outcome>(&step)) return *outcome;
    for (const auto& query : std::get<engine::Need>(step).queries) facts.add(query, message::NotFound{});
  }
  fuzz::require(false, "questions come to an end");
  return {};
}

void check(const message::RawMessage& raw, const message::Copy& copy) {
  const std::string after = message::write(raw, copy.edits);
  const message::RawMessage read = message::read(after);
  const bool is_wrapped = copy.left_alone && copy.left_alone->fallback == "wrap";
  if (copy.left_alone && !is_wrapped) fuzz::require(read.body == raw.body, "what is left alone keeps its body");
  if (is_wrapped) fuzz::require(read.body.find(raw.body) != std::string_view::npos, "the original is inside");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const engine::Policy kWrap = make_policy(rules::Fallback::Wrap);
  static const engine::Policy kIgnore = make_policy(rules::Fallback::Ignore);
  const message::RawMessage raw = message::read(fuzz::as_text(data, size));
  message::Message message;
  message.envelope.sender = "a@example.com";
  message.envelope.recipients = {{"b@example.net", "<b@example.net>", {}}};
  message.envelope.client_ip = "127.0.0.1";
  message.headers = raw.headers;
  message.body = raw.body;
  message.line_end = raw.line_end;
  for (const engine::Policy* policy : {&kWrap, &kIgnore}) {
    const message::Outcome outcome = decide(*policy, message);
    fuzz::require(outcome.copies.size() == 1, "one recipient, one copy");
    check(raw, outcome.copies.front());
  }
  return 0;
}
