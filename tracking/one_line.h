// tracking/one_line.h: a text of a stranger as the tracking log can hold it.
//
// Contract: valid UTF-8 without control characters (C0, DEL, C1 become blanks; what is not UTF-8 becomes U+FFFD), of
// `most` bytes at most, cut between characters. Linear in `most`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace waybill::tracking {

std::string one_line(std::string_view text, std::size_t most = 1000);

}  // namespace waybill::tracking
