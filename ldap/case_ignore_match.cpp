// ldap/case_ignore_match.cpp: lower case, runs of blanks as one.
#include "ldap/case_ignore_match.h"

#include "base/text.h"

namespace waybill::ldap {

std::string folded(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (const char c : value) {
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += base::lower(c);
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace waybill::ldap
