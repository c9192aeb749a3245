// ldap/case_ignore_match.h: names that a directory takes for the same.
//
// Contract: pure. Two values that differ in ASCII case, or in blanks at the ends and how many there are in a row, are
// folded into the same (caseIgnoreMatch of RFC 4517, 4.2.11, by RFC 4518, in its ASCII part). Outside of ASCII, case
// counts: one directory writes its own names in one way.
#pragma once

#include <string>
#include <string_view>

namespace waybill::ldap {

// Never longer than `value`.
std::string folded(std::string_view value);

}  // namespace waybill::ldap
