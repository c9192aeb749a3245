// milter/session.cpp: from steps of the protocol to a message, from its outcome to requests.
#include "milter/session.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "base/text.h"
#include "engine/decide.h"
#include "message/address.h"
#include "milter/apply.h"
#include "milter/log_line.h"
#include "milter/plan.h"

namespace waybill::milter {
namespace {

using Clock = std::chrono::steady_clock;

bool is_local_submission(std::string_view client_ip, std::string_view argument) {
  return client_ip.empty() || (client_ip == "127.0.0.1" && !argument.starts_with('<'));
}

// Nothing of it happens now; it is still known which message it is.
message::Outcome put_off(message::Outcome outcome, const message::Envelope& envelope, std::string reason) {
  outcome.rules.clear();
  outcome.copies = engine::try_later(envelope, std::move(reason)).copies;
  return outcome;
}

}  // namespace

void Session::connect(std::string client_ip) {
  current_.reset();
  client_ip_ = std::move(client_ip);
}

void Session::begin_message(std::string_view argument, std::vector<std::string> parameters, Login login) {
  auto judge = service_.judge();
  const std::size_t memory = judge->limits().spool_bytes;
  current_.reset();
  current_.emplace(Current{Service::Ticket(service_), std::move(judge), {}, BodyStore(memory), std::nullopt});
  message::Envelope& envelope = current_->message.envelope;
  envelope.sender = message::strip_brackets(argument);
  envelope.parameters = std::move(parameters);
  envelope.client_ip = is_local_submission(client_ip_, argument) ? "" : client_ip_;
  envelope.auth_user = std::move(login.user);
  envelope.client_certificate = login.certificate;
}

void Session::add_recipient(std::string_view argument, std::vector<std::string> parameters) {
  if (!current_) return;
  current_->message.envelope.recipients.push_back(
      {std::string(message::strip_brackets(argument)), std::string(argument), std::move(parameters)});
}

void Session::add_header(std::string_view name, std::string_view value) {
  if (!current_) return;
  std::string whole = leading_space_ ? "" : " ";  // the one blank that the MTA took off
  whole += value;
  current_->message.headers.push_back({std::string(name), std::move(whole)});
}

void Session::add_body(std::string_view chunk) {
  if (current_) current_->body.append(chunk);
}

void Session::fail(std::string reason) {
  if (current_) current_->failure = std::move(reason);
}

Answer Session::end_message(std::string queue_id, Mta& mta) {
  if (!current_) return {};
  const auto begin = Clock::now();
  const auto at = std::chrono::system_clock::now();
  Current current = std::move(*current_);
  current_.reset();
  current.message.envelope.queue_id = std::move(queue_id);
  message::Outcome outcome = decide(current);
  if (!service_.is_dry_run()) outcome = carry_out(current, std::move(outcome), mta);
  const engine::Finished finished{current.message, outcome, at, Clock::now() - begin, service_.is_dry_run()};
  for (const std::string& line : log_lines(finished)) spdlog::info("{}", line);
  current.judge->note_finished(finished);
  if (service_.is_dry_run()) return {message::Verdict::Accept, std::nullopt};
  return {outcome.copies.front().verdict, outcome.copies.front().reply};
}

message::Outcome Session::decide(Current& current) const {
  const auto body = current.body.finish();
  if (!body) current.failure = body.error().text;
  if (current.failure) {
    spdlog::error("{}: {}", base::printable(current.message.envelope.queue_id), base::printable(*current.failure));
    return engine::try_later(current.message.envelope, "Local error, try again later");
  }
  current.message.body = *body;
  return current.judge->decide(current.message);
}

// The outcome as it became: a request that fails makes it a temporary failure.
message::Outcome Session::carry_out(const Current& current, message::Outcome outcome, Mta& mta) const {
  const message::Envelope& envelope = current.message.envelope;
  if (const auto failure = current.judge->send_others(current.message, outcome)) {
    spdlog::error("{}: copies were not sent: {}", base::printable(envelope.queue_id), base::printable(*failure));
    return put_off(std::move(outcome), envelope, "Copies could not be sent, try again later");
  }
  const Plan requests = plan(current.message, outcome.copies.front(), leading_space_);
  if (apply(requests, current.message.body, mta)) {
    current.judge->note_accepted(current.message, outcome);
    return outcome;
  }
  spdlog::error("{}: the MTA did not take the changes", base::printable(envelope.queue_id));
  return put_off(std::move(outcome), envelope, "Changes could not be made, try again later");
}

}  // namespace waybill::milter
