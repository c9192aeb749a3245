// message/compose.h: a message after its edits.
//
// What: the one place that knows what a list of edits means. `waybill apply` writes it, the
// verification reads it again, golden cases compare it with what an MTA made of the plan.
// Contract: REQUIRES edits as message/edit.h describes. Header fields that no edit names and body
// bytes outside of splices come out as they were. An edit of a field that is not there does nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "message/edit.h"
#include "message/header_list.h"

namespace waybill::message {

inline constexpr std::size_t kNewField = static_cast<std::size_t>(-1);

// A field after the edits, and which field of the original it still is to the byte (kNewField: none).
struct ComposedField {
  std::size_t original = kNewField;
  HeaderField field;
};

std::vector<ComposedField> compose_headers(const HeaderList& headers, const Edits& edits);
HeaderList apply_to_headers(const HeaderList& headers, const Edits& edits);

// The header as SMTP sends it, with CRLF; the empty line behind it included.
std::string header_text(const HeaderList& headers);

bool changes_body(const Edits& edits);

// The new body in turn: slices of the old body and bytes of the edits. Nothing is copied; the views
// live as long as `body` and `edits`.
std::vector<std::string_view> body_slices(std::string_view body, const Edits& edits);
std::string apply_to_body(std::string_view body, const Edits& edits);

}  // namespace waybill::message
