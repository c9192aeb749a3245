// engine/dkim.h: which DKIM and ARC signatures of a message its edits break.
//
// What: a signature is broken when it would be valid without the edits and is not with them. Whether it is valid is not
// looked at: no keys, no DNS, no hashing.
//
// Contract
//   Pure. A signature that stays in the header is broken when
//   - the body changes where it covers it: all of it, or with l= the first octets of its canonical form
//     (RFC 6376, 3.4.5 and 3.7);
//   - a field that its h= selects is another one afterwards. Of a name that stands k times in h= the last k fields are
//     selected; a name that the message lacks stands for "there is none" (RFC 6376, 5.4.2), so a field that is added is
//     a change too. Fields that h= does not select may come and go.
//   A field that is no signature for any verifier (malformed, a required tag missing) is never broken.
//   Of ARC only the newest ARC-Message-Signature counts: the chain hangs on it (RFC 8617, 5.2). ARC-Seals cover fields
//   of ARC only, which no edit touches but Wrap, which takes all of them inside.
//   Cost: nothing without such fields; else n log n of the header, and one pass over the body before its first change
//   where an l= asks for it.
// Why a replaced field counts as changed without a look at its value: no edit writes a value that is canonically the
// same.
#pragma once

#include <vector>

#include "message/edit.h"
#include "message/message.h"
#include "message/outcome.h"

namespace waybill::engine {

std::vector<message::BrokenDkim> broken_dkim(const message::Message& message, const message::Edits& edits);

// Adds the removal of the DKIM-Signature fields that the edits break, and of those that break by that, as one may cover
// another. ARC fields stay: a set taken from their chain would break it as well, and what a chain reports is
// worth reading when it is broken.
std::vector<message::BrokenDkim> remove_broken_dkim(const message::Message& message, message::Edits& edits);

}  // namespace waybill::engine
