// cli/daemon.cpp: wiring of configuration, directory and milter.
#include "cli/daemon.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sysexits.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "cli/load.h"
#include "cli/log.h"
#include "cli/notify.h"
#include "cli/print_diagnostics.h"
#include "cli/signals.h"
#include "cli/version.h"
#include "cli/watch.h"
#include "http/server.h"
#include "milter/listener.h"
#include "milter/service.h"

namespace waybill::cli {
namespace {

void log_all(const base::Diagnostics& diagnostics) {
  for (const base::Diagnostic& diagnostic : diagnostics.all()) {
    const bool error = diagnostic.severity == base::Severity::Error;
    spdlog::log(error ? spdlog::level::err : spdlog::level::warn, "{}", to_string(diagnostic));
  }
}

class Daemon {
 public:
  Daemon(const DaemonOptions& options, Loaded loaded, metrics::Registry& registry, Records& records)
      : options_(options),
        settings_(std::move(loaded.settings)),
        rules_(loaded.rules),
        // Lives until the process ends: libmilter's threads go on until then.
        service_(*new milter::Service(std::move(loaded.judge), options.dry_run)),
        registry_(registry),
        records_(records),
        watch_(
            registry, [this] { return service_.messages_under_way(); }, records) {
    watch_.note_loaded(rules_);
  }

  int run(Signals& signals) {
    if (const auto error = milter::open_listener(settings_.milter, service_)) {
      spdlog::critical("{}", error->text);
      return EX_UNAVAILABLE;
    }
    if (const auto error = open_pages()) {
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
    watch_.set_ready(true);
    notify_ready(status());
    return serve(signals);
  }

 private:
  std::optional<base::Error> open_pages() {
    if (settings_.http.listen.empty()) return std::nullopt;
    auto server = http::Server::start(settings_.http, watch_.pages());
    if (!server) return server.error();
    server_ = std::move(*server);
    spdlog::info("metrics on http://{}/metrics", settings_.http.listen);
    return std::nullopt;
  }

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
    auto loaded = load(options_, registry_, records_, diagnostics);
    log_all(diagnostics);
    if (loaded) {
      service_.replace(std::move(loaded->judge));
      set_log_level(loaded->settings.log.level);
      rules_ = loaded->rules;
      watch_.note_loaded(rules_);
      spdlog::info("reloaded {}, {} rules", options_.config, rules_);
      warn_of_changed("milter.socket", settings_.milter.socket, loaded->settings.milter.socket);
      warn_of_changed("http.listen", settings_.http.listen, loaded->settings.http.listen);
      warn_of_changed("directory.cache_file", settings_.directory.cache_file, loaded->settings.directory.cache_file);
      warn_of_changed("dedupe.log", settings_.dedupe.log, loaded->settings.dedupe.log);
      warn_of_changed("dedupe.hub", settings_.dedupe.hub, loaded->settings.dedupe.hub);
      warn_of_changed("dedupe.store", settings_.dedupe.is_in_redis, loaded->settings.dedupe.is_in_redis);
      warn_of_changed("the file of [dedupe]", settings_.dedupe.seen, loaded->settings.dedupe.seen);
      warn_of_changed("[redis]", settings_.dedupe.redis, loaded->settings.dedupe.redis);
      warn_of_changed("[tracking]", settings_.tracking, loaded->settings.tracking);
    } else {
      watch_.note_refused();
      spdlog::error("{} has errors: the old configuration stays", options_.config);
    }
    notify_ready(status());
  }

  template <class Value>
  static void warn_of_changed(const char* setting, const Value& before, const Value& now) {
    if (before != now) spdlog::warn("{} was changed: that counts from the next start", setting);
  }

  void stop() {
    watch_.set_ready(false);
    notify_stopping("Finishing messages");
    milter::stop_newcomers(settings_.milter);
    spdlog::info("stopping, {} messages under way", service_.messages_under_way());
    if (!service_.wait_until_idle(settings_.milter.drain)) {
      spdlog::warn("{} messages did not end in time; the MTA keeps them", service_.messages_under_way());
    }
    // libmilter sends the answer of the last message after the callback, and does not tell when.
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    records_.finish();
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
  metrics::Registry& registry_;
  Records& records_;
  Watch watch_;
  std::unique_ptr<http::Server> server_;  // shows the watch
};

}  // namespace

int run_daemon(const DaemonOptions& options) {
  Signals signals;
  set_up_log();
  base::Diagnostics diagnostics;
  metrics::Registry registry;
  Records records;
  auto loaded = load(options, registry, records, diagnostics);
  print(diagnostics);
  if (!loaded) return EX_CONFIG;
  if (options.check_only) return EX_OK;
  set_log_level(loaded->settings.log.level);
  const int code = Daemon(options, std::move(*loaded), registry, records).run(signals);
  // Threads of libmilter are still running: no destructor of a global may pull away what they use.
  spdlog::default_logger()->flush();
  _exit(code);
}

}  // namespace waybill::cli
