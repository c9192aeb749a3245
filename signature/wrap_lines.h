// signature/wrap_lines.h: signatures with lines as long as those of the text they go into.
//
// What: a text whose writer's program broke its lines (fixed, at 72 or so) gets a signature broken in the same way.
// Not here: format=flowed, where the reader's program breaks lines (signature/place.h).
//
// Contract
//   A text counts as wrapped when none of its own lines is longer than 80 characters (but for a long word), and one of
//   60 or more goes on in the next line. Quoted lines (">") are not its own. Linear in the text.
// Fails: never.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace waybill::signature {

// The length of the longest own line, in characters; 0: the text is not wrapped.
std::size_t wrap_width(std::string_view text);

// Longer lines broken at blanks; words stay whole, and ">" never begins a line, which would be a quote. Width 0 breaks
// none.
std::string wrapped(std::string_view fragment, std::size_t width);

}  // namespace waybill::signature
