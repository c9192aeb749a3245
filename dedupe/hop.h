// dedupe/hop.h: how far a message has come: X-Waybill-Hop, one field for each Waybill that it passed.
//
// What: a message that goes on from one hub to the next, or comes back from a content filter, arrives there a second
// time and is no duplicate of itself. Where duplicates are looked for, each hub puts a field of its own on top, as MTAs
// do with Received, and compares a message with those only that had come as far: as many fields.
// Why a field of our own: Received fields are stripped by gateways, and all MTAs on the way write them, the ones beside
// us too.
// Contract: pure. The fields are never removed, not from strangers' mail either: more of them only mean that less is
// taken for a duplicate.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "message/header_list.h"

namespace waybill::dedupe {

inline constexpr const char* kHopField = "X-Waybill-Hop";

// The field's value: ` mx1.example.com 4cXyQ1`.
std::string hop(std::string_view hub, std::string_view queue_id);

std::size_t count_hops(const message::HeaderList& headers);

// Whether a Received field names that queue id: the message itself came by there.
bool came_by(const message::HeaderList& headers, std::string_view queue_id);

}  // namespace waybill::dedupe
