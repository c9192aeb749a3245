// message/submission.h: a message on its way to an MTA by SMTP, and what the MTA said to it.
//
// What: what a copy, or a report about a message, needs to be handed over: envelope, options, bytes.
// Contract
//   parameters are those of MAIL FROM and RCPT TO as they came; RET, ENVID, NOTIFY and ORCPT (RFC 3461) and SMTPUTF8
//   (RFC 6531) are carried over, others are made anew or belong to the connection they came by.
//   pieces are header, empty line and body in turn (header_text() and body_slices() of message/compose.h). They do not
//   own their bytes.
// Example
//   const std::string header = header_text(apply_to_headers(message.headers, edits));
//   Submission copy{envelope.sender, {"RET=HDRS"}, recipients, origin, {header}};
//   for (std::string_view slice : body_slices(message.body, edits)) copy.pieces.push_back(slice);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "message/envelope.h"
#include "message/outcome.h"

namespace waybill::message {

// The client that brought the message, for log and trace of the MTA that gets it (Postfix, XFORWARD). Empty: not known.
struct Origin {
  std::string client_name = {};
  std::string client_address = {};  // "192.0.2.1" or "2001:db8::1"
  std::string client_port = {};
  std::string protocol = {};  // "SMTP", "ESMTP"
  std::string helo = {};
  std::string queue_id = {};  // what the message was called where it arrived first
};

struct Submission {
  std::string sender;  // without brackets; empty is the null sender
  std::vector<std::string> parameters = {};
  std::vector<Recipient> recipients = {};
  Origin origin = {};
  std::vector<std::string_view> pieces = {};
};

struct Receipt {
  std::vector<Reply> replies;  // one a recipient, in their order: 2xx accepted, 4xx try later, 5xx refused
  std::vector<std::string> warnings = {};
};

inline bool is_accepted(const Reply& reply) { return reply.code / 100 == 2; }

}  // namespace waybill::message
