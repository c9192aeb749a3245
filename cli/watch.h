// cli/watch.h: what the daemon tells those who watch it: metrics, health, readiness.
//
// What: the numbers of the daemon itself, and the pages of http.listen: /metrics (Prometheus), /healthz (200 as long as
// the process answers), /readyz (200 from the moment it takes messages until it is told to stop, else 503).
// Threads: any number.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

#include "cli/records.h"
#include "http/server.h"
#include "metrics/families.h"

namespace waybill::cli {

class Watch {
 public:
  // `under_way` tells how many messages are. The records outlive this.
  Watch(metrics::Registry& registry, std::function<std::size_t()> under_way, const Records& records);

  // A configuration with that many rules counts from now on.
  void note_loaded(std::size_t rules);
  // One had errors: the old one stays.
  void note_refused();
  void set_ready(bool ready) { ready_ = ready; }

  http::Server::Pages pages();

 private:
  http::Page metrics();
  http::Page readiness() const;

  metrics::Registry& registry_;
  std::function<std::size_t()> under_way_;
  const Records& records_;
  metrics::Gauge& messages_;
  metrics::Gauge& lost_;
  metrics::Gauge& witness_;
  metrics::Gauge& rules_;
  metrics::Gauge& loaded_;
  metrics::Counters& loads_;
  std::atomic<bool> ready_ = false;
};

}  // namespace waybill::cli
