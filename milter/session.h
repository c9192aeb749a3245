// milter/session.h: one connection of an MTA: collects message after message, and answers at the end of each.
//
// What: each callback of the protocol is one call here. Knows nothing of libmilter: arguments are plain values, what
// is asked of the MTA goes through milter/mta.h.
//
// Contract
//   No step before the end of a message answers anything but "go on": what goes wrong meanwhile (disk full, no
//   memory) is kept, and the end of the message answers with a temporary failure. So steps need no reply.
//   The judge is taken when the message begins; a reload does not touch a message under way.
//   Steps that come without a message under way do nothing; its end is then a temporary failure.
//   A local submission has no client address: the MTA tells none, or it says 127.0.0.1 and gives the sender without
//   brackets, as Postfix does for mail of sendmail(1) (3.7.11). Over SMTP the argument has brackets.
// Threads: one at a time; libmilter may use another thread for each call.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message/message.h"
#include "message/outcome.h"
#include "milter/body_store.h"
#include "milter/judge.h"
#include "milter/mta.h"
#include "milter/service.h"

namespace waybill::milter {

struct Login {
  std::string user = {};     // {auth_authen}
  bool certificate = false;  // a client certificate that the MTA verified
};

struct Answer {
  message::Verdict verdict = message::Verdict::Tempfail;
  std::optional<message::Reply> reply = std::nullopt;
};

class Session {
 public:
  // `leading_space`: header values come and go with their leading blanks (SMFIP_HDR_LEADSPC).
  Session(Service& service, bool leading_space) : service_(service), leading_space_(leading_space) {}

  void connect(std::string client_ip);
  // `parameters`: what stands behind the address (ESMTP), here and in add_recipient().
  void begin_message(std::string_view argument, std::vector<std::string> parameters, Login login);
  void add_recipient(std::string_view argument, std::vector<std::string> parameters);
  void add_header(std::string_view name, std::string_view value);
  void add_body(std::string_view chunk);
  Answer end_message(std::string queue_id, Mta& mta);
  void abort_message() { current_.reset(); }

  // Something unforeseen happened on the way: the message under way will be tried again later.
  void fail(std::string reason);

 private:
  struct Current {
    Service::Ticket ticket;
    std::shared_ptr<const Judge> judge;
    message::Message message;
    BodyStore body;
    std::optional<std::string> failure;
  };

  message::Outcome decide(Current& current) const;
  message::Outcome carry_out(const Current& current, message::Outcome outcome, Mta& mta) const;

  Service& service_;
  const bool leading_space_;
  std::string client_ip_;
  std::optional<Current> current_;
};

}  // namespace waybill::milter
