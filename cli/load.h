// cli/load.h: from the configuration to what decides about mail, all parts of it wired together.
//
// Contract: all or nothing; what is wrong stands in the diagnostics. What it opens (directory, memory of copies) is
// open when it returns. Metrics and tracking go on over reloads, as they are the registry's and the tracker's.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "base/place.h"
#include "cli/daemon.h"
#include "cli/tracker.h"
#include "config/settings.h"
#include "metrics/families.h"
#include "milter/judge.h"

namespace waybill::cli {

struct Loaded {
  config::Settings settings;
  std::size_t rules = 0;
  std::shared_ptr<const milter::Judge> judge;
};

std::optional<Loaded> load(const DaemonOptions& options, metrics::Registry& registry, Tracker& tracker,
                           base::Diagnostics& diagnostics);

}  // namespace waybill::cli
