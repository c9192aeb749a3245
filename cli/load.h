// cli/load.h: from the configuration to what decides about mail, all parts of it wired together.
//
// Contract: all or nothing; what is wrong stands in the diagnostics. What it opens (directory, memory of copies) is
// open when it returns. Metrics and records go on over reloads.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "base/place.h"
#include "cli/daemon.h"
#include "cli/records.h"
#include "config/settings.h"
#include "metrics/families.h"
#include "milter/judge.h"

namespace waybill::cli {

struct Loaded {
  config::Settings settings;
  std::size_t rules = 0;
  std::shared_ptr<const milter::Judge> judge;
};

std::optional<Loaded> load(const DaemonOptions& options, metrics::Registry& registry, Records& records,
                           base::Diagnostics& diagnostics);

}  // namespace waybill::cli
