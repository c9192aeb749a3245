// cli/version.h: the version of this build, from CMakeLists.txt.
#pragma once

namespace waybill::cli {

inline constexpr const char* kVersion = WAYBILL_VERSION;

}  // namespace waybill::cli
