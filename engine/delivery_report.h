// engine/delivery_report.h: tells the sender of a message who of its recipients will not get it, and why.
//
// What: a message that a rule refuses for some of its recipients goes to the others; for the refused ones the MTA
// cannot say so any more, as it has accepted the message. This is the report it would have sent: multipart/report with
// words for people, a delivery status for programs, and the header of the message.
// Not here: sending it (engine/ports.h, Outgoing), refusing a whole message (that is a reply of SMTP).
//
// Contract
//   Pure. No report goes to the null sender (RFC 5321, 4.5.5), none about recipients whose NOTIFY has no FAILURE
//   (RFC 3461, 4.1); without any left there is none. The header comes back alone, also when RET=FULL asks for more.
//   All of it is 7-bit, in lines of at most 998 bytes but for the header of the message, which is quoted-printable when
//   it has longer ones or other bytes.
//   With SMTPUTF8, or an address beyond ASCII, the parts are message/global-delivery-status and message/global-headers,
//   in quoted-printable, and addresses have the type utf-8 (RFC 6533); it needs SMTPUTF8 itself when its recipient
//   does. Else what is not ASCII in a reply text is a question mark in the status, and itself in the words for people.
// Standards: RFC 6522, 3464, 3461 (6.3), 6533, 3834 (Auto-Submitted).
// Threads: any number.
// Example
//   const auto report = delivery_report(message, {"ENVID=X1"}, {{bob, {550, "5.7.1", "Not allowed"}}},
//   {"mx.example.com", now}); if (report) outgoing.deliver(submission(*report), deadline);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "message/message.h"
#include "message/outcome.h"
#include "message/submission.h"

namespace waybill::engine {

struct RefusedRecipient {
  message::Recipient recipient;
  message::Reply reply;
};

struct Reporter {
  std::string host;      // the MTA's own name ({j}): "mx.example.com"
  std::int64_t now = 0;  // seconds since 1970
};

struct DeliveryReport {
  std::string recipient;
  bool smtputf8 = false;
  std::string text;  // header and body, with CRLF
};

// `parameters`: those of the message's MAIL FROM.
std::optional<DeliveryReport> delivery_report(const message::Message& message,
                                              const std::vector<std::string>& parameters,
                                              const std::vector<RefusedRecipient>& refused, const Reporter& reporter);

// From the null sender, and never reported about itself. Points into `report`.
message::Submission submission(const DeliveryReport& report);

}  // namespace waybill::engine
