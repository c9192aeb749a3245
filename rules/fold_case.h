// rules/fold_case.h: letters without case: the simple case folding of Unicode (Unicode 14, CaseFolding.txt, C and S).
//
// Contract: two characters are the same letter when they fold to the same; those are the ones RE2 takes for the same
//   when it ignores case.
// Why a table: no library of ours offers folding without a locale.
#pragma once

namespace waybill::rules {

char32_t fold_case(char32_t c);

}  // namespace waybill::rules
