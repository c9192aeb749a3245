// cli/explain.h: `waybill explain`: what would happen to messages, for people and as JSON.
#pragma once

#include <string>

#include "cli/offline.h"

namespace waybill::cli {

// One line, one object: {"id", "message", "error", "rules": [...], "copies": [...]} (docs/formats.md).
std::string explain_json(const std::string& path, const message::Outcome& outcome);
std::string error_json(const std::string& path, const std::string& error);

// `waybill explain`: 0, or 2 when an input could not be read, 1 when the configuration is wrong.
int run_explain(const OfflineOptions& options, bool json);

}  // namespace waybill::cli
