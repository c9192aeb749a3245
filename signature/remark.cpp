// signature/remark.cpp: from offsets to places, in one walk over the text.
#include "signature/remark.h"

#include <algorithm>
#include <utility>

namespace waybill::signature {

void say(Remarks remarks, std::string_view text, base::Place place, const base::Jumps& jumps,
         base::Diagnostics& diagnostics) {
  std::stable_sort(remarks.begin(), remarks.end(),
                   [](const Remark& a, const Remark& b) { return a.offset < b.offset; });
  std::size_t done = 0;
  auto jump = jumps.begin();
  for (Remark& remark : remarks) {
    for (; jump != jumps.end() && jump->offset <= remark.offset; ++jump) {
      done = jump->offset;
      place.line = jump->line;
      place.column = jump->column;
    }
    place = base::advance(std::move(place), text.substr(done), remark.offset - done);
    done = remark.offset;
    if (remark.severity == base::Severity::Error) {
      diagnostics.error(place, std::move(remark.text));
    } else {
      diagnostics.warn(place, std::move(remark.text));
    }
  }
}

}  // namespace waybill::signature
