// message/compose.h: a message after its edits, as bytes.
//
// What: the one place that knows what a list of edits means. `waybill apply` writes it, the
// verification reads it again, golden cases compare it with what an MTA made of the plan.
// Contract: REQUIRES edits as message/edit.h describes. Header fields that no edit names and body
// bytes outside of splices come out as they were.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "message/edit.h"
#include "message/header_list.h"

namespace waybill::message {

HeaderList apply_to_headers(const HeaderList& headers, const Edits& edits);

bool changes_body(const Edits& edits);

// The new body in turn: slices of the old body and bytes of the edits. Nothing is copied; the views
// live as long as `body` and `edits`.
std::vector<std::string_view> body_slices(std::string_view body, const Edits& edits);
std::string apply_to_body(std::string_view body, const Edits& edits);

}  // namespace waybill::message
