// cli/waybilld.cpp: the command line of the milter.
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sysexits.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <string>

#include "cli/daemon.h"
#include "cli/version.h"

namespace waybill::cli {
namespace {

int run(int argc, char** argv) {
  CLI::App app("Exchange transport rules for Postfix and Sendmail: the milter", "waybilld");
  app.set_version_flag("-V,--version", std::string("waybilld ") + kVersion);
  DaemonOptions options;
  bool foreground = true;
  app.add_option("-c,--config", options.config, "the configuration")->capture_default_str();
  app.add_option("-p,--socket", options.socket,
                 "instead of milter.socket: unix:PATH, inet:PORT@HOST or inet6:PORT@HOST");
  app.add_flag("-n,-t,--check", options.check_only, "check the configuration and end");
  app.add_flag("--dry-run", options.dry_run, "log what would be done to each mail, and change and refuse none");
  app.add_flag("-v,--verbose", options.verbose, "log more");
  app.add_flag("-f,--foreground", foreground, "accepted; it always stays in the foreground");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EX_OK : EX_USAGE;
  }
  return run_daemon(options);
}

}  // namespace
}  // namespace waybill::cli

// Passwords of directory and Redis are in memory: no core shows them, whatever limits the process was started with.
int main(int argc, char** argv) {
  try {
    prctl(PR_SET_DUMPABLE, 0);
    return waybill::cli::run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "waybilld: {}\n", error.what());
    return EX_OSERR;
  }
}
