// engine/copies.h: from branches to the copies of an outcome.
//
// What: settle() joins what has equal results, makes one result of several where the policy wants that, and puts
// first the copy that is edited in place.
//
// Contract
//   Pure; every envelope recipient stands in exactly one of the copies that come out.
//   A Tempfail of one is the Tempfail of all: half a mail is never accepted.
//   First is: a Reject when nobody of the envelope gets anything and somebody is told; else the copy that is held (only
//   the MTA itself can hold one), else the one with the most recipients of the envelope.
//   PerRecipient::Single, or `can_split` false: all who get it get one copy, that of the first recipient outside of our
//   domains, else the first; a Reject for some is one for all. Two copies to be held with different results, or more
//   copies than limits.copies: tried again later.
#pragma once

#include <vector>

#include "engine/policy.h"
#include "message/envelope.h"
#include "message/outcome.h"

namespace waybill::engine {

std::vector<message::Copy> settle(std::vector<message::Copy> copies, const message::Envelope& envelope,
                                  const Policy& policy, bool can_split);

}  // namespace waybill::engine
