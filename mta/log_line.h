// mta/log_line.h: what one line of the MTA's log proves.
//
// What: a proof says that the MTA has a message, queued or delivered, and will answer for it. A milter cannot know that
// by itself: behind its own answer another filter may refuse the message, or the client be gone.
//
// Contract: pure and linear in the line. A line in doubt proves nothing: a false proof can lose a mail, a missing one
// only lets a duplicate pass. Proofs are of the queue id that begins the text, which the MTA itself wrote; what
// strangers put behind it (quoted local parts, replies of servers) can at most prove another recipient of the same
// message. Recipients are as the line has them, without `<>`.
//
// Postfix (seen with 3.7.11), of any instance: a program whose name ends in /qmgr or in the name of a delivery agent.
//   - `ID: from=<...>, size=N, nrcpt=N (queue active)`: all recipients. qmgr sees a message only when it is whole, on
//     disk and past all filters. Mail that a filter puts on hold gets that line when it is released.
//   - `ID: to=<R>, [orig_to=<O>, ]relay=..., ..., dsn=2..., status=sent (...)`: R and O.
// Sendmail (seen with 8.17.1), which calls itself sendmail, or sm-mta in Debian:
//   - `ID: to=<R>,<R>..., delay=..., mailer=..., ..., dsn=2..., stat=Sent...`, and
//     `ID: to=<R>,<R>..., delay=..., mailer=..., ..., dsn=4..., [reply=4..., ]stat=Deferred...`: each R.
//     The queue file is on disk before (SuperSafe is to be true, as it is by default).
//   - Nothing else. `from=` is written before the filters are asked at the end of the message; `stat=queued` (delivery
//     modes queueonly and deferred) before the queue file is on disk, and such mail is proven when the queue is run.
//     What a filter holds has stat=quarantined. What a filter refuses has the filter's text as stat=, which may be
//     "Sent", but no dsn=.
//   - R is what stood in RCPT TO, upper case kept. What aliases and .forward make of a recipient stands there without
//     `<>`, and nothing names the recipient that it was: so who is behind an alias is never proven, and an address
//     without `<>` proves nobody. `ctladdr=<R> (uid/gid)` says with whose rights a file, a program or a mailbox is
//     written; one alias may lead to several of them, so it proves nothing. The owner of a list gets its members
//     another queue id (`ID: ID2: clone: owner=...`).
//
// Who may write to the log is trusted: a line has no signature. mta/journal.h knows a little more of the writer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::mta {

struct Proof {
  std::string queue_id;
  std::string recipient = {};  // empty: all recipients

  friend bool operator==(const Proof&, const Proof&) = default;
};

struct LogLine {
  std::string_view program;  // "postfix/qmgr": without "[PID]"
  std::string_view text;
};

// A line of a file: `Nov 26 18:03:52 HOST PROGRAM[PID]: TEXT` (RFC 3164, as syslogds and Postfix' own maillog_file
// write it), or with a time of RFC 3339; without [PID] as well. Nothing: another line.
std::optional<LogLine> parse_log_line(std::string_view line);

std::vector<Proof> proofs_in(const LogLine& line);

}  // namespace waybill::mta
