// metrics/families.cpp: builders of the library, in one line each.
#include "metrics/families.h"

#include <prometheus/text_serializer.h>

namespace waybill::metrics {

Counters& counters(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

Gauge& gauge(Registry& registry, const char* name, const char* help, const prometheus::Labels& labels) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(labels);
}

Histogram& durations(Registry& registry, const char* name, const char* help, const prometheus::Labels& labels) {
  const prometheus::Histogram::BucketBoundaries bounds = {.0005, .001, .0025, .005, .01, .025, .05, .1,
                                                          .25,   .5,   1,     2.5,  5,   10,   30};
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add(labels, bounds);
}

double seconds(std::chrono::nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

std::string page(const Registry& registry) { return prometheus::TextSerializer().Serialize(registry.Collect()); }

}  // namespace waybill::metrics
