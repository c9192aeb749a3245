// tests/unit/tracking/finished.h: a message that was answered, for tests that track it.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tracking/trail.h"

namespace waybill::tests {

struct Example {
  Example() {
    message.envelope.sender = "Anna@Example.com";
    message.envelope.client_ip = "192.0.2.1";
    message.envelope.queue_id = "4cXy1234";
    message.envelope.recipients = {{"you@example.net", "<you@example.net>", {}}, {"b@x", "<b@x>", {}}};
    message.headers = {{"From", " Anna <anna@example.com>"},
                       {"Subject", " =?utf-8?q?Gr=C3=BC=C3=9Fe?=,\n\tfolded"},
                       {"Message-ID", " <1@x>"}};
    message.body = "12345";
    outcome.id = "v1:id";
    outcome.inside = true;
    outcome.copies = {copy({"you@example.net", "b@x"})};
  }

  static message::Copy copy(std::vector<std::string> recipients, message::Verdict verdict = message::Verdict::Accept,
                            message::Reply reply = {}) {
    message::Copy out{std::move(recipients), verdict};
    if (!reply.text.empty()) out.reply = std::move(reply);
    return out;
  }

  tracking::Trail trail() const {
    return tracking::trail_of({message, outcome, at, std::chrono::milliseconds(7), dry_run}, "mx.example.com");
  }

  message::Message message;
  message::Outcome outcome;
  std::chrono::system_clock::time_point at{std::chrono::milliseconds(1'700'000'000'123)};
  bool dry_run = false;
};

}  // namespace waybill::tests
