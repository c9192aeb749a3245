// engine/courier.cpp: copy after copy, each remembered; then the report.
#include "engine/courier.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "dedupe/dedupe_id.h"
#include "engine/copy_mark.h"
#include "message/compose.h"
#include "message/internet_date.h"

namespace waybill::engine {
namespace {

using message::Copy;
using message::Verdict;

constexpr const char* kReport = "<>";  // stands in the memory for "the report was sent"

// As the envelope has it; a recipient whom a rule added has no parameters.
message::Recipient recipient_of(const message::Envelope& envelope, const std::string& address) {
  const auto is_it = [&](const message::Recipient& to) { return to.address == address; };
  const auto found = std::find_if(envelope.recipients.begin(), envelope.recipients.end(), is_it);
  return found != envelope.recipients.end() ? *found : message::Recipient{address, '<' + address + '>', {}};
}

bool must_wait(const message::Reply& reply) { return !message::is_accepted(reply) && reply.code / 100 != 5; }

}  // namespace

// One message on its way out.
class Courier::Round {
 public:
  Round(const Courier& courier, const message::Message& message, const std::string& id,
        std::chrono::steady_clock::time_point deadline, std::int64_t now)
      : courier_(courier),
        message_(message),
        id_(id),
        passage_(dedupe::passage(message, id)),
        deadline_(deadline),
        now_(now) {}

  std::vector<std::string> take_warnings() { return std::move(warnings_); }
  std::vector<Copy> take_turned_away() { return std::move(turned_away_); }  // by the MTA, one a recipient

  // Those whom the MTA turns away are taken out of the copy.
  std::optional<base::Error> send(Copy& copy) {
    if (copy.verdict == Verdict::Discard || copy.recipients.empty()) return std::nullopt;
    if (copy.verdict == Verdict::Reject) {
      for (const std::string& to : copy.recipients) refuse(to, *copy.reply);
      return std::nullopt;
    }
    if (copy.verdict != Verdict::Accept) return base::Error{base::ErrorKind::Internal, "only one copy can be held"};
    return hand_over(copy);
  }

  std::optional<base::Error> report() {
    if (refused_.empty()) return std::nullopt;
    const auto sent = courier_.delivered_->knows(passage_, {kReport}, now_);
    if (!sent) return sent.error();
    const auto report = delivery_report(message_, message_.envelope.parameters, refused_, {courier_.host_, now_});
    if (sent->front() || !report) return std::nullopt;
    const auto receipt = courier_.outgoing_->deliver(submission(*report), deadline_);
    if (!receipt) return receipt.error();
    if (must_wait(receipt->replies.front())) return later(receipt->replies.front());
    return courier_.delivered_->remember(passage_, {kReport}, now_);
  }

 private:
  static base::Error later(const message::Reply& reply) {
    return {base::ErrorKind::Unavailable, "the MTA said " + to_string(reply)};
  }

  void refuse(const std::string& to, const message::Reply& reply) {
    refused_.push_back({recipient_of(message_.envelope, to), reply});
  }

  std::optional<base::Error> hand_over(Copy& copy) {
    const std::string header = message::header_text(message::apply_to_headers(message_.headers, marked(copy)));
    message::Submission submission{message_.envelope.sender, message_.envelope.parameters};
    for (const std::string& to : copy.recipients) {
      submission.recipients.push_back(recipient_of(message_.envelope, to));
    }
    submission.origin.client_address = message_.envelope.client_ip;
    submission.origin.queue_id = message_.envelope.queue_id;
    submission.pieces.push_back(header);
    for (const std::string_view slice : message::body_slices(message_.body, copy.edits)) {
      submission.pieces.push_back(slice);
    }
    const auto receipt = courier_.outgoing_->deliver(submission, deadline_);
    if (!receipt) return receipt.error();
    warnings_.insert(warnings_.end(), receipt->warnings.begin(), receipt->warnings.end());
    return take(copy, *receipt);
  }

  message::Edits marked(const Copy& copy) const {
    message::Edits edits = copy.edits;
    const message::HeaderList headers = message::apply_to_headers(message_.headers, edits);
    const message::HeaderField* const stamp = message::find(headers, dedupe::kFieldName);  // may be an earlier hub's
    const std::string id = stamp == nullptr ? id_ : message::unfold(stamp->value);
    edits.emplace_back(received());
    edits.emplace_back(copy_mark(courier_.key_, id, copy.recipients, now_));
    return edits;
  }

  // RFC 5322, 3.6.7. By this the copy is known where it comes by again without our other fields.
  message::InsertHeader received() const {
    return {"Received",
            ' ' + courier_.by() + "\n\tid " + message_.envelope.queue_id + "; " + message::internet_date(now_)};
  }

  std::optional<base::Error> take(Copy& copy, const message::Receipt& receipt) {
    std::vector<std::string> accepted;
    std::optional<base::Error> waits;
    for (std::size_t i = 0; i < copy.recipients.size(); ++i) {
      const message::Reply& reply = receipt.replies[i];
      if (message::is_accepted(reply)) {
        accepted.push_back(copy.recipients[i]);
        copy.queue_id = message::queue_id_in(reply);
      } else if (must_wait(reply)) {
        waits = later(reply);
      } else {
        refuse(copy.recipients[i], reply);
        turned_away_.push_back({{copy.recipients[i]}, Verdict::Reject, reply});
      }
    }
    if (!accepted.empty()) {
      if (auto failed = courier_.delivered_->remember(passage_, accepted, now_)) return failed;
    }
    if (!waits) copy.recipients = std::move(accepted);
    if (copy.recipients.empty()) copy.verdict = Verdict::Discard;  // nobody is left who got it
    return waits;
  }

  const Courier& courier_;
  const message::Message& message_;
  const std::string id_;
  const dedupe::Passage passage_;
  const std::chrono::steady_clock::time_point deadline_;
  const std::int64_t now_;
  std::vector<RefusedRecipient> refused_;
  std::vector<Copy> turned_away_;
  std::vector<std::string> warnings_;
};

base::Result<message::Outcome> Courier::spare_known(const message::Message& message, message::Outcome outcome,
                                                    std::int64_t now) const {
  // It passed us before: one of the copies, requeued or behind another filter, and not a retry of what came in.
  const bool was_here = message::find(message.headers, dedupe::kFieldName) != nullptr || was_sent(message.headers);
  if (outcome.id.empty() || was_here) return outcome;
  const dedupe::Passage passage = dedupe::passage(message, outcome.id);
  for (Copy& copy : outcome.copies) {
    if (!is_passed_on(copy)) continue;
    const auto known = delivered_->knows(passage, copy.recipients, now);
    if (!known) return known.error();
    for (std::size_t i = copy.recipients.size(); i-- > 0;) {
      if (!(*known)[i]) continue;
      copy.sent_before.push_back(copy.recipients[i]);
      copy.recipients.erase(copy.recipients.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (copy.recipients.empty()) copy.verdict = Verdict::Discard;  // nobody is left to get it
  }
  return outcome;
}

std::string Courier::by() const { return "by " + host_ + " (Waybill)"; }

// By us, as a copy.
bool Courier::was_sent(const message::HeaderList& headers) const {
  return std::any_of(headers.begin(), headers.end(), [&](const message::HeaderField& field) {
    return base::equals_ignore_case(field.name, "Received") && field.value.find(by()) != std::string::npos;
  });
}

Sending Courier::send_others(const message::Message& message, message::Outcome& outcome,
                             std::chrono::steady_clock::time_point deadline, std::int64_t now) const {
  Sending out;
  if (outcome.copies.size() < 2) return out;
  Round round(*this, message, outcome.id, deadline, now);
  for (auto copy = outcome.copies.begin() + 1; copy != outcome.copies.end() && !out.failure; ++copy) {
    out.failure = round.send(*copy);
  }
  if (!out.failure) out.failure = round.report();
  for (Copy& copy : round.take_turned_away()) outcome.copies.push_back(std::move(copy));
  out.warnings = round.take_warnings();
  return out;
}

std::optional<base::Error> Courier::note_accepted(const message::Message& message,
                                                  const message::Outcome& outcome) const {
  if (outcome.copies.size() < 2) return std::nullopt;
  const dedupe::Passage passage = dedupe::passage(message, outcome.id);
  return passage.is_anonymous ? delivered_->forget(passage) : std::nullopt;
}

}  // namespace waybill::engine
