// milter/plan.h: from the edits of a copy to what the MTA is asked to do, in the order in which it must be asked.
//
// What: all we know about header indexes and the oddities of Postfix and Sendmail stands here.
//
// Contract
//   Pure. The order is: changes and removals from the highest instance down, fields below all others, fields above
//   all others, recipients, then the body in one piece.
//   Who stands in the envelope, but not in the copy, is removed from it: others get copies of their own, or nothing.
//   Several edits of one field give one operation; an edit of a field that is not there gives none.
//   The plan of a verdict other than Accept and Quarantine changes nothing.
//   REQUIRES: the copy outlives the plan.
//
// Why this order
//   Removing a field shifts the numbers of its later namesakes in Postfix and only marks it in Sendmail: from the
//   highest down both mean the same. A field inserted on top would shift them too, so insertions come last.
//   Postfix takes the body only in one contiguous run of requests ("body replacement requests can't currently be
//   mixed", 3.7.11).
// Oddities
//   Insert index 0 is above the MTA's own Received field, index 1 below it (Postfix 3.7.11). Changes never see that
//   field: their Received number 1 is the first foreign one, as in what the MTA sent us.
//   Postfix 3.7.11 appends a field when the number in a change is too high; so no such request is made.
//   Sendmail 8.17.1 puts an added field where a removed one of its name was, Postfix below all others.
//   An empty value removes the field; a value that is to be empty keeps one blank.
//   Folded lines are separated by a bare LF: a CR would be kept in the queue file (Postfix 3.7.11).
//   Without SMFIP_HDR_LEADSPC the MTA writes one blank before the value itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "message/edit.h"
#include "message/message.h"
#include "message/outcome.h"

namespace waybill::milter {

struct HeaderRequest {
  enum class Kind { Change, Remove, Add, Insert };
  Kind kind = Kind::Change;
  std::string name;
  int index = 0;           // Change, Remove: instance from 1; Insert: 0, above all
  std::string value = {};  // as it goes to the MTA

  friend bool operator==(const HeaderRequest&, const HeaderRequest&) = default;
};

struct Plan {
  message::Verdict verdict = message::Verdict::Accept;
  std::optional<message::Reply> reply = std::nullopt;
  std::vector<HeaderRequest> headers = {};
  std::vector<std::string> remove_recipients = {};  // as RCPT TO named them
  std::vector<std::string> add_recipients = {};
  const message::Edits* body = nullptr;  // its SpliceBody edits make the new body; null: the body stays
};

// `leading_space`: SMFIP_HDR_LEADSPC was negotiated.
Plan plan(const message::Message& message, const message::Copy& copy, bool leading_space = true);

}  // namespace waybill::milter
