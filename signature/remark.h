// signature/remark.h: what is to be said about a template, by offset; Template::parse gives it its place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"

namespace waybill::signature {

struct Remark {
  std::size_t offset = 0;
  std::string text;
  base::Severity severity = base::Severity::Warning;
};
using Remarks = std::vector<Remark>;

// `text` begins at `place`.
void say(Remarks remarks, std::string_view text, base::Place place, const base::Jumps& jumps,
         base::Diagnostics& diagnostics);

}  // namespace waybill::signature
