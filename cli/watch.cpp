// cli/watch.cpp: gauges of the daemon, and three pages.
#include "cli/watch.h"

#include <ctime>
#include <utility>

#include "cli/version.h"

namespace waybill::cli {

Watch::Watch(metrics::Registry& registry, std::function<std::size_t()> under_way, const Records& records)
    : registry_(registry),
      under_way_(std::move(under_way)),
      records_(records),
      messages_(metrics::gauge(registry, "waybill_messages_under_way", "Messages between their MAIL and their end.")),
      lost_(metrics::gauge(registry, "waybill_tracking_lost", "Messages that message tracking lost since the start.")),
      witness_(metrics::gauge(registry, "waybill_witness_up", "1 unless the MTA's log cannot be followed.")),
      rules_(metrics::gauge(registry, "waybill_rules", "Rules of the configuration that counts.")),
      loaded_(metrics::gauge(registry, "waybill_loaded_timestamp_seconds", "When it was loaded.")),
      loads_(metrics::counters(registry, "waybill_loads_total", "Configurations that were read, by result.")) {
  metrics::gauge(registry, "waybill_build_info", "1; its label is the version.", {{"version", kVersion}}).Set(1);
}

void Watch::note_loaded(std::size_t rules) {
  loads_.Add({{"result", "taken"}}).Increment();
  rules_.Set(static_cast<double>(rules));
  loaded_.Set(static_cast<double>(std::time(nullptr)));
}

void Watch::note_refused() { loads_.Add({{"result", "refused"}}).Increment(); }

http::Server::Pages Watch::pages() {
  return {{"/metrics", [this] { return metrics(); }},
          {"/healthz", [] { return http::Page{.body = "alive\n"}; }},
          {"/readyz", [this] { return readiness(); }}};
}

http::Page Watch::metrics() {
  messages_.Set(static_cast<double>(under_way_()));
  lost_.Set(static_cast<double>(records_.lost_trails()));
  witness_.Set(records_.can_prove() ? 1 : 0);
  return {.type = metrics::kPageType, .body = metrics::page(registry_)};
}

http::Page Watch::readiness() const {
  return ready_ ? http::Page{.body = "ready\n"} : http::Page{.status = 503, .body = "not ready\n"};
}

}  // namespace waybill::cli
