// rules/pattern_options.h: how RE2 compiles what rules/translation.h writes.
#pragma once

#include <re2/re2.h>

namespace waybill::rules {

inline re2::RE2::Options pattern_options(std::int64_t bytes = std::int64_t{8} << 20) {
  re2::RE2::Options options;
  options.set_case_sensitive(false);
  options.set_never_capture(true);
  options.set_log_errors(false);
  options.set_max_mem(bytes);
  return options;
}

}  // namespace waybill::rules
