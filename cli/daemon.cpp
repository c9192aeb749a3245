// cli/daemon.cpp: wiring of configuration, directory and milter.
#include "cli/daemon.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sysexits.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <climits>
#include <exception>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "cli/log.h"
#include "cli/notify.h"
#include "cli/print_diagnostics.h"
#include "cli/signals.h"
#include "cli/version.h"
#include "config/build_policy.h"
#include "content/inspector.h"
#include "engine/courier.h"
#include "ldap/make_directory.h"
#include "message/attribute_map.h"
#include "milter/judge.h"
#include "milter/listener.h"
#include "milter/service.h"
#include "smtp/client.h"
#include "store/delivered.h"

namespace waybill::cli {
namespace {

struct Loaded {
  config::Settings settings;
  std::size_t rules = 0;
  std::shared_ptr<const milter::Judge> judge;
};

std::string host_name() {
  std::array<char, HOST_NAME_MAX + 1> name = {};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

// Null where no copies are sent.
base::Result<std::shared_ptr<const engine::Courier>> make_courier(const config::DeliveryOptions& options,
                                                                  const std::string& key) {
  if (options.reinject.empty()) return std::shared_ptr<const engine::Courier>();
  const std::string host = host_name();
  auto client = smtp::Client::make({.server = options.reinject, .helo = host});
  if (!client) return client.error();
  auto memory = store::Delivered::open(options.memory);
  if (!memory) return memory.error();
  return std::shared_ptr<const engine::Courier>(
      std::make_shared<engine::Courier>(std::move(*client), std::move(*memory), key, host));
}

std::optional<Loaded> load(const DaemonOptions& options, base::Diagnostics& diagnostics) {
  auto configuration = config::load(options.config, diagnostics);
  if (!configuration) return std::nullopt;
  config::Settings& settings = configuration->settings;
  if (!options.socket.empty()) settings.milter.socket = options.socket;
  if (options.verbose) settings.log.level = "debug";
  auto directory = ldap::make_directory(settings.directory, message::ldap_attributes());
  if (!directory) {
    const base::Error& error = directory.error();
    diagnostics.error(error.place.value_or(base::Place{options.config}), error.text);
    return std::nullopt;
  }
  auto courier = make_courier(settings.delivery, configuration->policy->copy_key);
  if (!courier) {
    diagnostics.error({options.config}, courier.error().text);
    return std::nullopt;
  }
  auto inspector = content::make_inspector();
  if (!inspector) {
    diagnostics.error({options.config}, inspector.error().text);
    return std::nullopt;
  }
  const std::size_t rules = configuration->policy->rules.size();
  milter::Ports ports{std::move(*directory), std::move(*inspector), std::move(*courier)};
  auto judge = std::make_shared<const milter::PolicyJudge>(
      configuration->policy, std::move(ports), milter::Patience{settings.directory.timeout, settings.delivery.timeout});
  return Loaded{std::move(settings), rules, std::move(judge)};
}

// An exception (no memory, no thread) is an error like others: a reload must not end the daemon.
std::optional<Loaded> load_safely(const DaemonOptions& options, base::Diagnostics& diagnostics) {
  try {
    return load(options, diagnostics);
  } catch (const std::exception& error) {
    diagnostics.error({options.config}, error.what());
  }
  return std::nullopt;
}

void log_all(const base::Diagnostics& diagnostics) {
  for (const base::Diagnostic& diagnostic : diagnostics.all()) {
    const bool error = diagnostic.severity == base::Severity::Error;
    spdlog::log(error ? spdlog::level::err : spdlog::level::warn, "{}", to_string(diagnostic));
  }
}

class Daemon {
 public:
  Daemon(const DaemonOptions& options, Loaded loaded)
      : options_(options),
        settings_(std::move(loaded.settings)),
        rules_(loaded.rules),
        // Lives until the process ends: libmilter's threads go on until then.
        service_(*new milter::Service(std::move(loaded.judge), options.dry_run)) {}

  int run(Signals& signals) {
    if (const auto error = milter::open_listener(settings_.milter, service_)) {
      spdlog::critical("{}", error->text);
      return EX_UNAVAILABLE;
    }
    std::thread([&signals] {
      milter::run_listener();
      signals.tell_listener_ended();
    }).detach();
    spdlog::info("waybilld {} listens on {} (in main.cf: smtpd_milters = {}), {} rules{}", kVersion,
                 settings_.milter.socket, milter::postfix_form(settings_.milter.socket), rules_,
                 options_.dry_run ? ", dry run: no mail is changed or refused" : "");
    notify_ready(status());
    return serve(signals);
  }

 private:
  int serve(Signals& signals) {
    const auto pause = watchdog_pause();
    for (;;) {
      switch (signals.wait(pause)) {
        case Signals::Event::Nothing:
          notify_alive(status());
          break;
        case Signals::Event::Reload:
          reload();
          break;
        case Signals::Event::Stop:
          stop();
          return EX_OK;
        case Signals::Event::ListenerEnded:
          spdlog::critical("libmilter gave up, see its lines in syslog");
          return EX_SOFTWARE;
      }
    }
  }

  void reload() {
    notify_reloading();
    base::Diagnostics diagnostics;
    auto loaded = load_safely(options_, diagnostics);
    log_all(diagnostics);
    if (loaded) {
      service_.replace(std::move(loaded->judge));
      set_log_level(loaded->settings.log.level);
      rules_ = loaded->rules;
      spdlog::info("reloaded {}, {} rules", options_.config, rules_);
      if (loaded->settings.milter.socket != settings_.milter.socket) {
        spdlog::warn("milter.socket was changed: that counts from the next start");
      }
    } else {
      spdlog::error("{} has errors: the old configuration stays", options_.config);
    }
    notify_ready(status());
  }

  void stop() {
    notify_stopping("Finishing messages");
    milter::stop_newcomers(settings_.milter);
    spdlog::info("stopping, {} messages under way", service_.messages_under_way());
    if (!service_.wait_until_idle(settings_.milter.drain)) {
      spdlog::warn("{} messages did not end in time; the MTA keeps them", service_.messages_under_way());
    }
    // libmilter sends the answer of the last message after the callback, and does not tell when.
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    spdlog::info("stopped");
  }

  std::string status() const {
    return fmt::format("{} rules from {}, {} messages under way", rules_, options_.config,
                       service_.messages_under_way());
  }

  const DaemonOptions& options_;
  const config::Settings settings_;  // those of the start
  std::size_t rules_;
  milter::Service& service_;
};

}  // namespace

int run_daemon(const DaemonOptions& options) {
  Signals signals;
  set_up_log();
  base::Diagnostics diagnostics;
  auto loaded = load_safely(options, diagnostics);
  print(diagnostics);
  if (!loaded) return EX_CONFIG;
  if (options.check_only) return EX_OK;
  set_log_level(loaded->settings.log.level);
  const int code = Daemon(options, std::move(*loaded)).run(signals);
  // Threads of libmilter are still running: no destructor of a global may pull away what they use.
  spdlog::default_logger()->flush();
  _exit(code);
}

}  // namespace waybill::cli
