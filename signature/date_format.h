// signature/date_format.h: how %%Date:FORMAT%% writes a date.
//
// Contract
//   A format is made of yyyy yy MMMM MMM MM M dddd ddd dd d HH H mm m ss s, as in .NET and PowerShell; what stands
//   between single quotes, and all that is no letter of the alphabet, is written as it is. Names of months and days are
//   English (.NET's invariant culture).
// Source: .NET, custom date and time format strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::signature {

// What of `format` is not known, as written; nullopt: all is.
std::optional<std::string_view> unknown_in_date_format(std::string_view format);

// `local_time`: seconds since 1970 as a clock on the wall counts them. REQUIRES: nothing in `format` is unknown.
std::string format_date(std::string_view format, std::int64_t local_time);

}  // namespace waybill::signature
