// rules/hit.h: what a search for any of several words or patterns has found.
#pragma once

#include <cstddef>

#include "base/truth.h"

namespace waybill::rules {

struct Hit {
  base::Truth truth = base::Truth::No;
  std::size_t index = 0;  // of the first word or pattern that is Yes; when none is, of the first that is Unknown

  // REQUIRES: one is called with growing indexes.
  void add(base::Truth one, std::size_t at) {
    if (one <= truth) return;
    truth = one;
    index = at;
  }
  friend bool operator==(const Hit&, const Hit&) = default;
};

}  // namespace waybill::rules
