// mta/log_line.h: what one line of the MTA's log proves.
//
// What: a proof says that a recipient has a message: it was delivered, or the next server took it. A milter cannot know
// that by itself: behind its own answer another filter may refuse the message or a recipient, or the client be gone.
//
// Contract: pure and linear in the line. A line in doubt proves nothing: a false proof can lose a mail, a missing one
//   only lets a duplicate pass. Proofs are of the queue id that begins the text, which the MTA itself wrote; whatever
//   strangers put behind it (quoted local parts, replies of servers) can at most prove another recipient of the same
//   message. Recipients are as the line has them, without `<>`.
// Who may write to the log is trusted: a line has no signature.
// Why not that a message is queued: Postfix' `(queue active)` names no recipients, and a filter behind us may have
//   refused one of those that we saw, who is then sent to again. And what is queued may bounce: its sender mends what
//   was wrong and sends it again.
//
// Postfix (3.7.11), of any instance: a program whose name ends in the name of a delivery agent.
//   `ID: to=<R>[, orig_to=<O>], relay=..., ..., dsn=2..., status=sent (...)`: R and O. Not `sent (forwarded as ID2)`:
//   what /etc/aliases or .forward made of a recipient goes on as another message, which may bounce.
// Sendmail (8.17.1), as sendmail or sm-mta (Debian's):
//   `ID: to=<R>,<R>..., delay=..., mailer=..., ..., dsn=2..., stat=Sent...`. A recipient that a filter refused has its
//   text as stat=, which may say anything, but neither mailer= nor dsn=. What a filter puts on hold has
//   stat=quarantined. R stands in `<>` as it was in RCPT TO, upper case kept. What aliases and .forward made of a
//   recipient stands without `<>`, and nothing names the recipient that it was: such a recipient is never proven, and
//   an address without `<>` proves nobody. `ctladdr=<R> (uid/gid)` names whose rights a file, program or mailbox is
//   written with; as one alias may lead to several of them, it proves nothing. An owner-alias makes a message with
//   another id of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::mta {

struct Proof {
  std::string queue_id;
  std::string recipient;

  friend bool operator==(const Proof&, const Proof&) = default;
};

struct LogLine {
  std::string_view program;  // "postfix/qmgr": without "[PID]"
  std::string_view text;
};

// A line of a file: `Nov 26 18:03:52 HOST PROGRAM[PID]: TEXT` (RFC 3164, as syslogds and Postfix' own maillog_file
// write it), or with a time of RFC 3339; without [PID] as well. `1 TIME HOST PROGRAM PID - - TEXT` (RFC 5424). All with
// or without `<PRIORITY>`. Nothing: another line.
std::optional<LogLine> parse_log_line(std::string_view line);

std::vector<Proof> proofs_in(const LogLine& line);

}  // namespace waybill::mta
