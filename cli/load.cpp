// cli/load.cpp: makes what implements the ports, and gives it to a judge.
#include "cli/load.h"

#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "config/build_policy.h"
#include "config/host_name.h"
#include "content/inspector.h"
#include "engine/courier.h"
#include "ldap/make_directory.h"
#include "metrics/message_meter.h"
#include "metrics/metered_ports.h"
#include "metrics/rule_meter.h"
#include "smtp/client.h"
#include "store/delivered.h"
#include "store/redis_servers.h"

namespace waybill::cli {
namespace {

// Null where no copies are sent.
base::Result<std::shared_ptr<const engine::Courier>> make_courier(const config::DeliveryOptions& options,
                                                                  const std::string& key, metrics::Registry& registry) {
  if (options.reinject.empty()) return std::shared_ptr<const engine::Courier>();
  const std::string host = config::host_name();
  auto client = smtp::Client::make({.server = options.reinject, .helo = host});
  if (!client) return client.error();
  auto memory = store::Delivered::open(options.memory);
  if (!memory) return memory.error();
  return std::shared_ptr<const engine::Courier>(std::make_shared<engine::Courier>(
      metrics::metered(std::move(*client), registry), metrics::metered(std::move(*memory), registry), key, host));
}

// What is measured of every message and rule.
void add_meters(milter::Ports& ports, const engine::Policy& policy, metrics::Registry& registry) {
  std::vector<std::string> names;
  for (const rules::Rule& rule : policy.rules) names.push_back(rule.name);
  auto rules = std::make_shared<metrics::RuleMeter>(registry, names);
  ports.watch = rules;
  ports.observers = {std::make_shared<metrics::MessageMeter>(registry), std::move(rules)};
}

// Null where none are looked for. In a dry run no mail carries X-Waybill-Hop, so nothing may be taken for seen here.
base::Result<std::shared_ptr<const engine::Duplicates>> make_duplicates(const config::Configuration& configuration,
                                                                        const DaemonOptions& options, Records& records,
                                                                        metrics::Registry& registry) {
  const std::string& hub = configuration.policy->hub;
  if (hub.empty() || options.dry_run) return std::shared_ptr<const engine::Duplicates>();
  const config::DedupeOptions& dedupe = configuration.settings.dedupe;
  if (options.check_only) {
    const auto servers = store::RedisServers::make(dedupe.redis);  // reads certificates
    if (dedupe.is_in_redis && !servers) return servers.error();
    return std::shared_ptr<const engine::Duplicates>();
  }
  auto seen = records.seen(dedupe);
  if (!seen) return seen.error();
  return std::shared_ptr<const engine::Duplicates>(
      std::make_shared<engine::Duplicates>(metrics::metered(std::move(*seen), registry), hub));
}

base::Result<milter::Ports> make_ports(const config::Configuration& configuration, const DaemonOptions& options,
                                       Records& records, metrics::Registry& registry) {
  const config::Settings& settings = configuration.settings;
  auto directory =
      ldap::make_directories(settings.directories(), settings.attributes.ldap_attributes(), records.caches());
  if (!directory) return directory.error();
  auto courier = make_courier(settings.delivery, configuration.policy->copy_key, registry);
  if (!courier) return courier.error();
  auto inspector = content::make_inspector();
  if (!inspector) return inspector.error();
  auto duplicates = make_duplicates(configuration, options, records, registry);
  if (!duplicates) return duplicates.error();
  milter::Ports ports{metrics::metered(std::move(*directory), registry), std::move(*inspector), std::move(*courier),
                      std::move(*duplicates)};
  if (!settings.http.listen.empty()) add_meters(ports, *configuration.policy, registry);
  return ports;
}

std::optional<Loaded> load_all(const DaemonOptions& options, metrics::Registry& registry, Records& records,
                               base::Diagnostics& diagnostics) {
  auto configuration = config::load(options.config, diagnostics);
  if (!configuration) return std::nullopt;
  config::Settings& settings = configuration->settings;
  if (!options.socket.empty()) settings.milter.socket = options.socket;
  if (options.verbose) settings.log.level = "debug";
  if (!options.check_only) records.begin(settings, config::host_name());
  auto ports = make_ports(*configuration, options, records, registry);
  if (!ports) {
    diagnostics.error(ports.error().place.value_or(base::Place{options.config}), ports.error().text);
    return std::nullopt;
  }
  if (auto tracking = records.tracking()) ports->observers.push_back(std::move(tracking));
  const std::size_t rules = configuration->policy->rules.size();
  const milter::Patience patience{settings.directory_timeout(), settings.delivery.timeout};
  auto judge = std::make_shared<const milter::PolicyJudge>(configuration->policy, std::move(*ports), patience);
  return Loaded{std::move(settings), rules, std::move(judge)};
}

}  // namespace

// An exception (no memory, no thread) is an error like others: a reload must not end the daemon.
std::optional<Loaded> load(const DaemonOptions& options, metrics::Registry& registry, Records& records,
                           base::Diagnostics& diagnostics) {
  try {
    return load_all(options, registry, records, diagnostics);
  } catch (const std::exception& error) {
    diagnostics.error({options.config}, error.what());
  }
  return std::nullopt;
}

}  // namespace waybill::cli
