// cli/setup.cpp: prints what Postfix needs, or has postconf(1) write it, behind copies of its files.
#include "cli/setup.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <system_error>

#include "cli/print_diagnostics.h"
#include "config/build_policy.h"
#include "milter/listener.h"
#include "mta/postfix.h"
#include "mta/postfix_setup.h"
#include "mta/program.h"

namespace waybill::cli {
namespace {

int complain(const std::string& text) {
  fmt::print(stderr, "waybill: {}\n", text);
  return 2;
}

// Directory and port are asked one after the other; attachments and our own work come on top.
mta::Wish wish_of(const config::Settings& settings) {
  constexpr std::chrono::seconds kOwnWork(60);
  const auto asked = settings.directory.timeout + settings.delivery.timeout;
  return {milter::postfix_form(settings.milter.socket), settings.delivery.reinject,
          kOwnWork + std::chrono::ceil<std::chrono::seconds>(asked)};
}

void print_step(const mta::Step& step, const std::string& folder) {
  if (!step.why.empty()) fmt::print("# {}\n", step.why);
  fmt::print("{}\n", mta::shell_form(mta::postconf(folder, step.arguments)));
}

// FILE.waybill-20261126T093000Z beside each.
std::string back_up(const std::string& folder) {
  const std::string stamp = fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::time(nullptr)));
  for (const char* name : {"main.cf", "master.cf"}) {
    const std::filesystem::path file = std::filesystem::path(folder) / name;
    const std::string copy = file.string() + ".waybill-" + stamp;
    std::error_code failed;
    std::filesystem::copy_file(file, copy, failed);
    if (failed) return fmt::format("cannot copy {} to {}: {}", file.string(), copy, failed.message());
    fmt::print("# kept: {}\n", copy);
  }
  return {};
}

int apply(const mta::PostfixPlan& plan, const std::string& folder, const std::string& config_directory) {
  if (const std::string error = back_up(config_directory); !error.empty()) return complain(error);
  for (const mta::Step& step : plan.steps) {
    print_step(step, folder);
    if (const auto done = mta::run(mta::postconf(folder, step.arguments)); !done) return complain(done.error().text);
  }
  return 0;
}

}  // namespace

int run_setup_postfix(const SetupOptions& options) {
  base::Diagnostics diagnostics;
  const auto configuration = config::load(options.config, diagnostics);
  print(diagnostics);
  if (!configuration) return 1;
  const auto postfix = mta::read_postfix(options.mta_config);
  if (!postfix) return complain(postfix.error().text);
  const mta::PostfixPlan plan = mta::plan_postfix(*postfix, wish_of(configuration->settings));
  for (const std::string& problem : plan.problems) fmt::print(stderr, "waybill: {}\n", problem);
  if (!plan.problems.empty()) return 1;
  for (const std::string& note : plan.notes) fmt::print("# left as it is: {}\n", note);
  if (plan.steps.empty()) {
    fmt::print("# Postfix has all that Waybill needs\n");
    return 0;
  }
  if (options.apply) {
    const int failed = apply(plan, options.mta_config, postfix->value("config_directory"));
    if (failed != 0) return failed;
  } else {
    for (const mta::Step& step : plan.steps) print_step(step, options.mta_config);
  }
  const std::string folder = options.mta_config.empty() ? std::string() : " -c " + options.mta_config;
  fmt::print("# {}\npostfix{} reload\n", options.apply ? "Written. What is left to do" : "Then", folder);
  return 0;
}

}  // namespace waybill::cli
