// message/outcome.h: what is to be done with a message, and why.
//
// Contract: recipients that get the same result form one Copy; every envelope recipient stands in exactly one, in
// recipients, instead_of, sent_before or duplicates. Edits of a copy count only when its verdict is Accept or
// Quarantine. The first copy is the one that is edited in place, the others are sent on their own; a Tempfail stands
// alone, for all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/truth.h"
#include "message/edit.h"

namespace waybill::message {

enum class Verdict { Accept, Reject, Tempfail, Discard, Quarantine };
const char* to_string(Verdict verdict);  // "accept" ...

// RFC 5321, 4.2; RFC 3463: `550 5.7.1 text`
struct Reply {
  int code = 550;
  std::string status = "5.7.1";
  std::string text;

  friend bool operator==(const Reply&, const Reply&) = default;
};
std::string to_string(const Reply& reply);
// What the MTA calls the message that it accepted: the word behind "queued as " (Postfix), else the first (Sendmail).
std::string queue_id_in(const Reply& reply);

// Why a rule that wanted to sign did not touch the text. Closed: docs/rules.md says what each means.
enum class Reason {
  NoBodyText,        // no-body-text: nothing that a person reads as the message's own text
  Signed,            // signed: multipart/signed or opaque S/MIME, clear-signed PGP
  Encrypted,         // encrypted: S/MIME, PGP/MIME, inline PGP
  CalendarOnly,      // calendar-only
  Tnef,              // tnef: winmail.dat carries the text
  Report,            // report: delivery status and other multipart/report
  UnknownCharset,    // unknown-charset: plain text whose characters are not known
  Ambiguous,         // ambiguous: mail programs disagree where the parts are, or what they say (mime/part_table.h)
  BadEncoding,       // bad-encoding: the transfer encoding is unknown or broken in a way that cannot be kept
  UnclosedHtml,      // unclosed-html: comment, script, style, title, textarea, link, pre ... without end; a frameset
  Limit,             // limit: beyond base/limits.h
  VerifyFailed,      // verify-failed: the result, parsed again, was not what it should be
  DkimSigned,        // dkim-signed: a DKIM or ARC signature would break, and the policy is to leave such mail alone
  AlreadySigned,     // already-signed: the rule signs once, and its signature is there
  DirectoryUnknown,  // directory-unavailable: attributes for the text could not be asked
};
const char* to_string(Reason reason);

struct LeftAlone {
  std::string rule;
  Reason reason = Reason::NoBodyText;
  std::string fallback;     // "wrap", "ignore", "reject"; "none": the reason allows no fallback
  std::string detail = {};  // for people: which part, which difference
};

// A signature of the message that the edits break (engine/dkim.h).
struct BrokenDkim {
  std::string field;         // its name: DKIM-Signature or ARC-Message-Signature
  std::size_t instance = 1;  // of that name
  std::string domain;        // d=
  std::string what;          // covered and changed: "body, Subject"
  bool removed = false;      // the edits remove it
};
std::string to_string(const BrokenDkim& broken);  // `DKIM-Signature[2] of example.com (body, Subject)`

// Where and when a message arrived: in the MTA's words.
struct Sighting {
  std::string hub;  // the host
  std::string queue_id;
  std::int64_t at = 0;  // seconds since 1970

  friend bool operator==(const Sighting&, const Sighting&) = default;
};

// A recipient who has the message already: an earlier arrival of it, which the MTA queued or delivered.
struct Duplicate {
  std::string recipient;
  Sighting earlier;
};

struct Copy {
  std::vector<std::string> recipients;  // who gets it in the end: those whom rules added, too
  Verdict verdict = Verdict::Accept;
  std::optional<Reply> reply = std::nullopt;  // of Reject and Tempfail
  Edits edits = {};
  std::optional<LeftAlone> left_alone = std::nullopt;
  std::vector<BrokenDkim> broken_dkim = {};
  std::vector<std::string> instead_of = {};     // envelope recipients who get nothing, because it was redirected
  std::vector<std::string> redirected_to = {};  // who gets it in place of these
  std::vector<std::string> sent_before = {};    // recipients who got theirs in an earlier try of this message
  std::string queue_id = {};                    // of a copy that was sent: what the MTA calls it
  std::vector<std::string> suppressible = {};   // recipients for whom a duplicate is to be suppressed
  std::vector<Duplicate> duplicates = {};       // recipients for whom it was
};

// Somebody gets it, now or when it is released.
inline bool is_passed_on(const Copy& copy) {
  return copy.verdict == Verdict::Accept || copy.verdict == Verdict::Quarantine;
}

// name, want and actions point into the policy, which outlives what it decided: a thousand rules are traced for each
// message.
struct ConditionTrace {
  std::string_view name;  // the parameter: FromMemberOf, ExceptIfFromScope ...
  bool exception = false;
  base::Truth truth = base::Truth::Unknown;
  std::string saw;             // what the message or the directory had
  std::string_view want;       // what the rule asks for
  std::string recipient = {};  // whom it was asked for; empty: for the whole message

  friend bool operator==(const ConditionTrace&, const ConditionTrace&) = default;
};

struct RuleTrace {
  std::string name;
  base::Truth matched = base::Truth::No;
  std::string why = {};  // not matched without conditions asked: disabled, not active, expired, stopped
  std::vector<ConditionTrace> conditions = {};
  std::vector<std::string> recipients = {};  // for whom it matched, where that is not all of them
  std::string severity = {};                 // SetAuditSeverity
  std::string log = {};                      // LogEventText
  std::string placed = {};  // UnderReply, Marker: where the signature went: "html: under-reply; text: append: ..."
  std::span<const std::string_view> actions = {};  // what the rule does, by the names of Exchange's actions
  bool audits_only = false;                        // Mode Audit: it matched, and did nothing
};

// How much is told of the rules: all of them with what their conditions saw, for people; or those that matched or
// could not be decided, for logs. What is decided is the same.
enum class Telling { All, Matches };

struct Outcome {
  std::string id;  // X-Waybill-Dedupe-ID; empty when the message was not processed
  std::vector<RuleTrace> rules;
  std::vector<Copy> copies;
  std::optional<bool> inside = std::nullopt;  // where the message came from (engine/admit.h); nothing: not asked
  std::string seen_failure = {};  // why nobody could be asked for duplicates; empty: somebody was, or need not
};

// Several lines: each rule with its conditions, then each copy with its edits. What `waybill explain`
// prints and golden cases expect.
std::string to_string(const Outcome& outcome);

}  // namespace waybill::message
