// tracking/trail.h: what message tracking keeps of a message: its trail of events, as Exchange's message tracking log
// names them.
//
// What: trail_of() tells what Waybill itself did to a message, at the end of the message:
//     RECEIVE    SMTP, PICKUP   the MTA handed it over, by SMTP or from sendmail(1)
//     AGENTINFO  AGENT          rules matched; custom_data names them, `related` whom they added
//     REDIRECT   AGENT          the recipients get it in place of `related`
//     TRANSFER   ROUTING        recipients with another result got a copy of their own, by the port for copies
//     DUPLICATE  AGENT          recipients who have it by an earlier arrival did not get it again; custom_data names
//     that DEFER      AGENT          answered "try again later" (4xx), or put on hold in the MTA's queue FAIL AGENT
//     refused, by a rule or by the port for copies, or deleted by a rule
// Not here: SEND, DELIVER, DSN: the MTA does these and knows of them, a milter is not told. RESOLVE and EXPAND: Waybill
// changes no recipient into another by the directory. What stays out of sight (tracking/privacy.h), the file (store/).
//
// Contract
//   Pure, never fails. Texts are UTF-8 in one line, of 1,000 bytes at most (custom_data: 16 KB); bytes that are not
//   UTF-8 become U+FFFD, control characters blanks. Addresses are normalized (message/address.h).
//   Rules with SetAuditSeverity DoNotAudit leave no trace: neither their names nor whom they added; what became of the
//   message is told. In a dry run rules are told as if they were in Mode Audit, and nothing became of the message.
// Why DUPLICATE, when Exchange has DUPLICATEDELIVER: that says that a mailbox had the message.
// Why FAIL for a deletion and REDIRECT for a redirection: Exchange writes FAIL, with that status, for DeleteMessage.
//   It does so for RedirectMessageTo too, which tells nothing of where the mail went.
// Source: Exchange, message tracking; transport-rule entries of AGENTINFO.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ports.h"

namespace waybill::tracking {

inline constexpr std::array<std::string_view, 7> kEventIds = {"RECEIVE",   "AGENTINFO", "REDIRECT", "TRANSFER",
                                                              "DUPLICATE", "DEFER",     "FAIL"};

struct Recipient {
  std::string address;
  std::string status = {};  // "550 5.7.1 text"; empty: nothing to be told
};

struct Event {
  std::string id;
  std::string source;
  std::int64_t at = 0;  // milliseconds since 1970, UTC
  std::string context = {};
  std::vector<Recipient> recipients = {};
  std::vector<std::string> related = {};
  std::string custom_data = {};
  std::string log_id = {};  // of an event that was read from a file
};

struct Trail {
  std::int64_t at = 0;  // when the message ended; milliseconds since 1970, UTC
  std::string client_ip;
  std::string server;  // the host's name
  std::string queue_id;
  std::string message_id;
  std::string dedupe_id;
  std::int64_t bytes = 0;
  std::string subject;
  std::string sender;          // of the Sender field, else the first of From
  std::string return_path;     // MAIL FROM; "<>" for the null sender
  std::string directionality;  // Originating, Incoming, Undefined
  std::vector<Event> events;
};

Trail trail_of(const engine::Finished& finished, std::string_view server);

// About the memory that it takes, in bytes.
std::size_t weight(const Trail& trail);

}  // namespace waybill::tracking
