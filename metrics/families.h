// metrics/families.h: how a family of metrics is made, and the page of all.
//
// What: one line for a family: name, what it counts, unit in the name (_seconds, _bytes, _total). A registry gives the
// same family for the same name again, so a reload goes on counting.
// Contract: names and labels follow Prometheus' data model. Threads: any number.
// Source: Prometheus, Metric and label naming; Text exposition format 0.0.4.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <chrono>
#include <string>

namespace waybill::metrics {

using prometheus::Counter;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Registry;
using Counters = prometheus::Family<Counter>;

Counters& counters(Registry& registry, const char* name, const char* help);
Gauge& gauge(Registry& registry, const char* name, const char* help, const prometheus::Labels& labels = {});
// Of durations: from half a millisecond to half a minute.
Histogram& durations(Registry& registry, const char* name, const char* help, const prometheus::Labels& labels = {});

double seconds(std::chrono::nanoseconds duration);

// How long its scope took.
class Stopwatch {
 public:
  explicit Stopwatch(Histogram& histogram) : histogram_(histogram) {}
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() { histogram_.Observe(seconds(std::chrono::steady_clock::now() - begin_)); }

 private:
  Histogram& histogram_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

constexpr const char* kPageType = "text/plain; version=0.0.4; charset=utf-8";
std::string page(const Registry& registry);

}  // namespace waybill::metrics
