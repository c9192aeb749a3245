// doctor/test_mail.h: one mail through the MTA, and waybilld's line about it.
//
// What: proves the whole way of a mail: the MTA takes it by SMTP, and waybilld's log has its queue id.
//
// Contract
//   Sent only when somebody asked for it, to the one address named, over SMTP to a numeric address. The null sender: no
//   report comes back to anybody. Auto-Submitted: no answers (RFC 3834).
//   waybilld's log is the journal, or a file. Without one at hand the answer is Unknown: that the MTA took the mail
//   does not prove that it asked Waybill. find_line() waits a few seconds for the line; send_test_mail() returns within
//   a minute.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "doctor/finding.h"
#include "message/outcome.h"
#include "net/endpoint.h"

namespace waybill::doctor {

struct TestMail {
  std::string recipient;
  std::string author;                   // of From
  std::string server = "127.0.0.1:25";  // as net/endpoint.h reads it
  std::string log = {};                 // file of waybilld's lines; empty: the journal
};

base::Result<message::Reply> send_test_mail(const TestMail& mail);

struct LogLine {
  bool is_log_at_hand = false;
  std::optional<std::string> line = std::nullopt;
};
LogLine find_line(const std::string& queue_id, const std::string& log);

// Pure.
Finding check_test_mail(const TestMail& mail, const base::Result<message::Reply>& reply, const LogLine& log);

}  // namespace waybill::doctor
