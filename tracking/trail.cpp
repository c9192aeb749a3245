// tracking/trail.cpp: from the outcome of a message to events.
#include "tracking/trail.h"

#include <chrono>
#include <set>
#include <utility>

#include "message/address.h"
#include "mime/charset.h"
#include "tracking/one_line.h"
#include "tracking/rule_entries.h"

namespace waybill::tracking {
namespace {

using message::Verdict;
using Addresses = std::vector<std::string>;

constexpr const char* kAgent = "Transport Rule Agent";
constexpr const char* kDeleted = "550 4.3.2 QUEUE.TransportAgent; message deleted by transport agent";
constexpr const char* kHeld = "on hold in the queue of the MTA";
constexpr const char* kDuplicate = "has it by an earlier arrival";
constexpr const char* kEarlier = "got it in an earlier try";

std::string known_address(std::string_view address) { return one_line(message::normalized(address)); }

std::string field(const message::HeaderList& headers, std::string_view name) {
  const message::HeaderField* found = message::find(headers, name);
  return found == nullptr ? std::string() : message::unfold(found->value);
}

std::string sender_of(const message::HeaderList& headers) {
  for (const char* name : {"Sender", "From"}) {
    const auto mailboxes = message::parse_mailboxes(field(headers, name));
    if (!mailboxes.empty()) return known_address(mailboxes.front().address);
  }
  return {};
}

std::string directionality(const std::optional<bool>& inside) {
  return !inside ? "Undefined" : *inside ? "Originating" : "Incoming";
}

void add(std::vector<Recipient>& to, const Addresses& addresses, const std::string& status = {}) {
  for (const std::string& address : addresses) to.push_back({known_address(address), status});
}

class Writer {
 public:
  Writer(const engine::Finished& finished, std::string_view server) : finished_(finished) {
    const message::Envelope& envelope = finished.message.envelope;
    const message::HeaderList& headers = finished.message.headers;
    trail_.at = std::chrono::floor<std::chrono::milliseconds>(finished.at.time_since_epoch()).count();
    trail_.client_ip = one_line(envelope.client_ip);
    trail_.server = one_line(server);
    trail_.queue_id = one_line(envelope.queue_id);
    trail_.message_id = one_line(field(headers, "Message-ID"));
    trail_.dedupe_id = one_line(finished.outcome.id);
    trail_.bytes = static_cast<std::int64_t>(message::wire_size(headers) + finished.message.body.size());
    trail_.subject = one_line(mime::decode_words(field(headers, "Subject")));
    trail_.sender = sender_of(headers);
    trail_.return_path = envelope.sender.empty() ? "<>" : known_address(envelope.sender);
    trail_.directionality = directionality(finished.outcome.inside);
  }

  Trail run() && {
    receive();
    agent_info();
    if (!finished_.dry_run) {
      for (const message::Copy& copy : finished_.outcome.copies) became(copy);
    }
    return std::move(trail_);
  }

 private:
  // Events behind the first are those of the answer.
  Event& event(const char* id, const char* source) {
    const auto took = std::chrono::floor<std::chrono::milliseconds>(finished_.took).count();
    const bool is_first = trail_.events.empty();
    return trail_.events.emplace_back(Event{id, source, trail_.at + (is_first ? 0 : took)});
  }

  Event& agent_event(const char* id) {
    Event& out = event(id, "AGENT");
    out.context = kAgent;
    return out;
  }

  void receive() {
    const message::Envelope& envelope = finished_.message.envelope;
    Event& out = event("RECEIVE", envelope.client_ip.empty() ? "PICKUP" : "SMTP");
    for (const message::Recipient& to : envelope.recipients) out.recipients.push_back({known_address(to.address)});
  }

  void agent_info() {
    std::string entries = rule_entries(finished_.outcome.rules, finished_.dry_run);
    if (entries.empty()) return;
    Event& out = agent_event("AGENTINFO");
    out.recipients = trail_.events.front().recipients;
    out.custom_data = std::move(entries);
    if (!finished_.dry_run) out.related = added();
  }

  // Recipients whom neither the envelope has nor a redirection named.
  Addresses added() const {
    std::set<std::string_view> others;
    for (const message::Recipient& to : finished_.message.envelope.recipients) others.insert(to.address);
    for (const message::Copy& copy : finished_.outcome.copies) {
      others.insert(copy.redirected_to.begin(), copy.redirected_to.end());
    }
    Addresses out;
    for (const message::Copy& copy : finished_.outcome.copies) {
      if (!is_passed_on(copy)) continue;
      for (const std::string& address : copy.recipients) {
        if (others.insert(address).second) out.push_back(known_address(address));
      }
    }
    return out;
  }

  void became(const message::Copy& copy) {
    if (!copy.instead_of.empty()) redirect(copy);
    const bool is_split = &copy != &finished_.outcome.copies.front() && copy.verdict == Verdict::Accept;
    if (is_split || !copy.sent_before.empty()) transfer(copy, is_split);
    for (const message::Duplicate& each : copy.duplicates) duplicate(each);
    if (copy.recipients.empty()) return;
    switch (copy.verdict) {
      case Verdict::Accept:
        return;
      case Verdict::Quarantine:
        return stopped("DEFER", copy, kHeld);
      case Verdict::Tempfail:
        return stopped("DEFER", copy, reply(copy));
      case Verdict::Reject:
        return stopped("FAIL", copy, reply(copy));
      case Verdict::Discard:
        return stopped("FAIL", copy, kDeleted);
    }
  }

  void redirect(const message::Copy& copy) {
    Event& out = agent_event("REDIRECT");
    add(out.recipients, copy.redirected_to);
    for (const std::string& address : copy.instead_of) out.related.push_back(known_address(address));
  }

  void transfer(const message::Copy& copy, bool is_split) {
    Event& out = event("TRANSFER", "ROUTING");
    if (is_split) add(out.recipients, copy.recipients);
    add(out.recipients, copy.sent_before, kEarlier);
  }

  void duplicate(const message::Duplicate& duplicate) {
    Event& out = agent_event("DUPLICATE");
    add(out.recipients, {duplicate.recipient}, kDuplicate);
    out.custom_data = "S:Earlier=" + one_line(duplicate.earlier.queue_id) + ";S:Hub=" + one_line(duplicate.earlier.hub);
  }

  void stopped(const char* id, const message::Copy& copy, const std::string& status) {
    add(agent_event(id).recipients, copy.recipients, status);
  }

  static std::string reply(const message::Copy& copy) {
    return copy.reply ? one_line(to_string(*copy.reply)) : std::string();
  }

  const engine::Finished& finished_;
  Trail trail_;
};

}  // namespace

Trail trail_of(const engine::Finished& finished, std::string_view server) { return Writer(finished, server).run(); }

std::size_t weight(const Trail& trail) {
  constexpr std::size_t kEach = 2 * sizeof(std::string);
  std::size_t out = sizeof(Trail) + trail.message_id.size() + trail.subject.size();
  for (const Event& event : trail.events) {
    out += sizeof(Event) + event.custom_data.size();
    for (const Recipient& to : event.recipients) out += kEach + to.address.size() + to.status.size();
    for (const std::string& address : event.related) out += kEach + address.size();
  }
  return out;
}

}  // namespace waybill::tracking
