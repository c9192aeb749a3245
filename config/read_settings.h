// config/read_settings.h: waybill.toml as Settings.
//
// Contract
//   What is wrong is said at its place: unknown tables and keys (with the nearest known one), values of another type
//   than the table of config/settings.h wants, values out of bounds, settings that do not go together. A TOML syntax
//   error stops at the first; all else is collected. Files are not looked at.
//   The diagnostics tell whether the result may be used: nothing runs with a half-read configuration.
#pragma once

#include <string>
#include <string_view>

#include "base/place.h"
#include "config/settings.h"

namespace waybill::config {

// `file` names the text in diagnostics; relative paths are resolved against its folder.
Settings read_settings(std::string_view text, const std::string& file, base::Diagnostics& diagnostics);

}  // namespace waybill::config
